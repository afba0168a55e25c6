/** `node changed-gateway.ts <config.json> <name>`: the reference gateway with one planted bug, or with one lawful variant. */
import { changeNamed } from './changes.ts'
import { readConfig } from './server/config.ts'
import { parts } from './server/parts.ts'

const [, , file, name = ''] = process.argv
const changed = { ...parts }
changeNamed(name).plant(changed)
await new changed.Gateway(readConfig(file), changed).start()
