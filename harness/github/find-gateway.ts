/**
 * `node find-gateway.ts <file> < body`: prints the gateway that a scenario is to run on, as the form names it. A repro names its own.
 */
import { text } from 'node:stream/consumers'
import { load } from '../scenario/load.ts'
import { gatewaySchema } from '../scenario/repro.ts'
import { versionIn } from './attached.ts'

const [file = ''] = process.argv.slice(2)
const { repro } = await load(file)
const named = gatewaySchema.safeParse(versionIn(await text(process.stdin)))
if (repro === undefined && named.success) console.log(named.data)
