import { HarnessError } from '../errors.ts'
import { parseOptions } from '../options.ts'
import { describeResult, dim, rejudgedWords } from '../report/text.ts'
import { say } from '../terminal.ts'
import { type Command, exitCodes } from './command.ts'
import { readStoredRun } from './stored-run.ts'
import { verdictOf } from './verdict-of.ts'

const options = { 'no-expectations': { type: 'boolean' } } as const

/** Judges a stored run again, by the oracles of today. */
export const judge: Command = {
  usage: ['judge <run folder>', "judges a stored run again with today's oracles"],
  async run(words) {
    const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
    const [folder] = positionals
    if (folder === undefined)
      throw new HarnessError('USAGE', 'judge needs the folder of a stored run, such as reports/runs/<name>')
    const { result } = await readStoredRun(folder, values['no-expectations'] !== true)
    say(...describeResult(result), dim(`    ${rejudgedWords([result])}`))
    return exitCodes[verdictOf({ results: [result], crashes: [], skipped: [] })]
  },
}
