/** `node comment-repro.ts <folder>`: prints the comment on what came of a file that was run: its `repro.json`, `report.json` and `output.txt`. */
import { readFileSync } from 'node:fs'
import { fileBelow } from '../below.ts'
import { compareAgain } from '../commands/listed.ts'
import { readReports } from '../report/json.ts'
import { load } from '../scenario/load.ts'
import { runAddress } from './address.ts'
import { commentOf } from './comment.ts'

/** What a command prints is short; a gateway's log may be endless. */
const maxOutputBytes = 16_000_000

const [folder = ''] = process.argv.slice(2)
const [report, repro, output] = ['report.json', 'repro.json', 'output.txt'].map((name) =>
  fileBelow(folder, name, maxOutputBytes),
)
const told = report === undefined ? [] : await readReports(report)
process.stdout.write(
  commentOf({
    // what is known is ours to say, and not theirs
    reports: await Promise.all(
      told.map((one) => compareAgain(one, { expectations: 'compare', expectationsFile: undefined })),
    ),
    repro: report === undefined || repro === undefined ? undefined : (await load(repro)).repro,
    output: output === undefined ? 'it has left no output' : readFileSync(output, 'utf8'),
    run: runAddress(),
  }),
)
