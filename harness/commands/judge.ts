import { HarnessError } from '../errors.ts'
import { describeResult, dim, rejudgedWords } from '../report/text.ts'
import { say } from '../terminal.ts'
import { type Command, exitCodes } from './command.ts'
import { readStoredRun } from './stored-run.ts'
import { verdictOf } from './verdict-of.ts'

/** Judges a stored run again, by the oracles of today. */
export const judge: Command = {
  usage: ['judge <run folder>', "judges a stored run again with today's oracles"],
  async run([folder]) {
    if (folder === undefined)
      throw new HarnessError('USAGE', 'judge needs the folder of a stored run, such as reports/runs/<name>')
    const { result } = await readStoredRun(folder)
    say(...describeResult(result), dim(`    ${rejudgedWords([result])}`))
    return exitCodes[verdictOf({ results: [result], crashes: [], skipped: [] })]
  },
}
