/** `npm run mock-provider`: the provider on its own. */
import { runStandAlone } from './stand-alone.ts'

runStandAlone(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(`mock-provider: ${error.message}`)
    process.exitCode = 254
  },
)
