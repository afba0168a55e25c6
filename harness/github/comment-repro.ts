/** `node comment-repro.ts <folder>`: prints the comment on what came of a file that was run: its `repro.json`, `report.json` and `output.txt`. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReports } from '../report/json.ts'
import { load } from '../scenario/load.ts'
import { runAddress } from './address.ts'
import { commentOf } from './comment.ts'

const [folder = ''] = process.argv.slice(2)
const report = join(folder, 'report.json')
const hasRun = existsSync(report)
process.stdout.write(
  commentOf({
    reports: hasRun ? await readReports(report) : [],
    repro: hasRun ? (await load(join(folder, 'repro.json'))).repro : undefined,
    output: readFileSync(join(folder, 'output.txt'), 'utf8'),
    run: runAddress(),
  }),
)
