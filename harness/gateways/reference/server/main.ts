/** `node main.ts <config.json>`: the reference gateway. */
import { readConfig } from './config.ts'
import { parts } from './parts.ts'

await new parts.Gateway(readConfig(process.argv[2]), parts).start()
