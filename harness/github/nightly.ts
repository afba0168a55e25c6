/**
 * `node nightly.ts`: what a night runs, as outputs of a step: `versions`, `shards` and `maps`, three JSON lists, and `of`, how many shards there are, of
 * what was asked for by hand in `VERSIONS` and `SCENARIOS`. With neither it is the whole matrix, the newest release when that is not in it
 * yet, and a map of each agent that has a published one.
 */
import { globSync } from 'node:fs'
import { gatewayNameOf } from '../gateway-name.ts'
import { defaultGateway } from '../gateways/index.ts'
import { nightOf } from './night.ts'

const { VERSIONS = '', SCENARIOS = '' } = process.env
const newest = VERSIONS === '' ? (await defaultGateway.releases?.())?.at(-1) : undefined
const mapped = globSync('*@*', { cwd: 'reports/maps' }).map((folder) => gatewayNameOf(folder).name)
const { versions, shards, maps } = nightOf(VERSIONS, SCENARIOS, defaultGateway.matrix ?? [], newest, mapped.sort())
for (const [name, list] of Object.entries({ versions, shards, maps })) console.log(`${name}=${JSON.stringify(list)}`)
console.log(`of=${shards.length}`)
