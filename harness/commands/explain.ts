import { HarnessError } from '../errors.ts'
import { load } from '../scenario/load.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'
import { explanationOf } from './explanation.ts'
import { scenarioFiles } from './scenario-files.ts'

/** Says what a scenario does, without running it. */
export const explain: Command = {
  usage: ['explain <file>', 'says in plain English what a scenario does'],
  async run(words) {
    if (words.length === 0) throw new HarnessError('USAGE', 'explain needs the file of a scenario, or of a repro')
    const loaded = await Promise.all((await scenarioFiles(words)).map(load))
    const explained = loaded.flatMap(({ scenarios, repro }) => scenarios.map((one) => explanationOf(one, repro)))
    say(...explained.flatMap((lines, index) => (index === 0 ? lines : ['', '', ...lines])))
    return 0
  },
}
