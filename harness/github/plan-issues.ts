/**
 * `node plan-issues.ts <report.json> <issues.json> [<folder of maps>]`: prints the calls of `gh` that leave one open issue for each finding
 * which is not listed, and for each of a map that no published map has, one in each line as JSON, for `call-gh.ts`. The issues are
 * those of `gh issue list --json number,body,state,stateReason`.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readMap } from '../explore/read-map.ts'
import { readReports } from '../report/json.ts'
import { runAddress } from './address.ts'
import { toldBy } from './findings.ts'
import { toldByMaps } from './map-findings.ts'
import { type Issue, planIssues } from './plan.ts'

const [report = '', issues = '', maps = ''] = process.argv.slice(2)
const known = JSON.parse(readFileSync(issues, 'utf8')) as Issue[]
// a night may have drawn maps only, or run scenarios only
const told = existsSync(report) ? toldBy(await readReports(report)) : []
const published = (await mapsIn('reports/maps')).map(({ map }) => map)
const { calls, waiting } = planIssues([...told, ...toldByMaps(await mapsIn(maps), published)], known, runAddress())
for (const call of calls) console.log(JSON.stringify(call))
console.error(`${calls.length} calls; ${waiting} findings wait for their issue until the next run`)

async function mapsIn(folder: string) {
  const files = folder === '' ? [] : globSync(join(folder, '*', 'map.json')).sort()
  return Promise.all(files.map(async (file) => ({ map: await readMap(file), folder: dirname(file) })))
}
