/**
 * `node nightly.ts`: what a night runs, as outputs of a step: `versions` and `shards`, two JSON lists, and `of`, how many shards there are, of what was
 * asked for by hand in `VERSIONS` and `SCENARIOS`. With neither it is the whole matrix, and the newest release when that is not in it yet.
 */
import { defaultGateway } from '../gateways/index.ts'
import { nightOf } from './night.ts'

const { VERSIONS = '', SCENARIOS = '' } = process.env
const newest = VERSIONS === '' ? (await defaultGateway.releases?.())?.at(-1) : undefined
const { versions, shards } = nightOf(VERSIONS, SCENARIOS, defaultGateway.matrix ?? [], newest)
console.log(`versions=${JSON.stringify(versions)}\nshards=${JSON.stringify(shards)}\nof=${shards.length}`)
