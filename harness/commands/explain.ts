import { HarnessError } from '../errors.ts'
import { load } from '../scenario/load.ts'
import type { Command } from './command.ts'
import { explanationOf } from './explanation.ts'

/** Says what a scenario does, without running it. */
export const explain: Command = {
  usage: ['explain <file>', 'says in plain English what a scenario does'],
  async run([file]) {
    if (file === undefined) throw new HarnessError('USAGE', 'explain needs the file of a scenario, or of a repro')
    const { scenarios, repro } = await load(file)
    console.log(scenarios.map((scenario) => explanationOf(scenario, repro).join('\n')).join('\n\n\n'))
    return 0
  },
}
