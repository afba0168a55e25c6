import { join, resolve } from 'node:path'
import { HarnessError } from '../errors.ts'
import { judgeRun } from '../oracles/judge.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { describeResult } from '../report/text.ts'
import { type Command, exitCodes } from './command.ts'

/** Judges a stored run again, by the oracles of today. */
export const judge: Command = {
  usage: ['judge <run folder>', "judges a stored run again with today's oracles"],
  async run([folder]) {
    if (folder === undefined)
      throw new HarnessError('USAGE', 'judge needs the folder of a stored run, such as reports/runs/<name>')
    const entries = readRecord(join(folder, 'record.jsonl'))
    const [started] = entriesOf(entries, 'run-started')
    if (started === undefined)
      throw new HarnessError('BAD_RECORD', `${folder} holds no run: its record does not begin with run-started`)
    const { title } = started.scenario as { title: string }
    const gateway = `${started.gateway.name}@${started.gateway.version}`
    const judged = judgeRun(entries)
    const about = { title: `${title} (${gateway})`, name: folder, file: folder, gateway, folder: resolve(folder) }
    const ms = entries.at(-1)?.at ?? 0
    console.log(describeResult({ ...judged, ...about, ms, repeat: `npm run chaos -- judge ${folder}` }).join('\n'))
    return exitCodes[judged.verdict]
  },
}
