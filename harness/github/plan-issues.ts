/**
 * `node plan-issues.ts <report.json> <issues.json>`: prints the calls of `gh` that leave one open issue for each finding which is not
 * listed, a JSON list of words in each line, for `call-gh.ts`. The issues are those of `gh issue list --json number,body,state,stateReason`.
 */
import { readFileSync } from 'node:fs'
import { readReports } from '../report/json.ts'
import { toldBy } from './findings.ts'
import { type Issue, planIssues } from './plan.ts'

const [report = '', issues = ''] = process.argv.slice(2)
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env
const run = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
const known = JSON.parse(readFileSync(issues, 'utf8')) as Issue[]
const { calls, waiting } = planIssues(toldBy(await readReports(report)), known, run)
for (const call of calls) console.log(JSON.stringify(call))
console.error(`${calls.length} calls; ${waiting} findings wait for their issue until the next run`)
