/**
 * `node plan-issues.ts <report.json> <issues.json>`: prints the calls of `gh` that leave one open issue for each finding which is not
 * listed, one in each line as JSON, for `call-gh.ts`. The issues are those of `gh issue list --json number,body,state,stateReason`.
 */
import { readFileSync } from 'node:fs'
import { readReports } from '../report/json.ts'
import { runAddress } from './address.ts'
import { toldBy } from './findings.ts'
import { type Issue, planIssues } from './plan.ts'

const [report = '', issues = ''] = process.argv.slice(2)
const known = JSON.parse(readFileSync(issues, 'utf8')) as Issue[]
const { calls, waiting } = planIssues(toldBy(await readReports(report)), known, runAddress())
for (const call of calls) console.log(JSON.stringify(call))
console.error(`${calls.length} calls; ${waiting} findings wait for their issue until the next run`)
