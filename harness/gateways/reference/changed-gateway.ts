/** `node changed-gateway.ts <config.json> <name>`: the reference gateway with one planted bug, or with one lawful variant. */
import { changeNamed } from './changes.ts'
import { readConfig } from './server/config.ts'
import { parts } from './server/parts.ts'

const [, , file, name = ''] = process.argv
const changed = { ...parts }
const acted = once(() => console.log(`planted: ${name} acted`))
changeNamed(name).plant(changed, acted)
await new changed.Gateway(readConfig(file), changed).start()

/** The function, which does nothing from its second call on. */
function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}
