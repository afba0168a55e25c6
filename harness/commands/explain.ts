import { HarnessError } from '../errors.ts'
import { load } from '../scenario/load.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'
import { claims, explainClaim } from './explain-claim.ts'
import { explanationOf } from './explanation.ts'
import { scenarioFiles } from './scenario-files.ts'

/** Says what a scenario does, without running it, or what a claim means. */
export const explain: Command = {
  usage: ['explain <file>', 'says what a scenario does, or what a claim means'],
  async run(words) {
    if (words.length === 0)
      throw new HarnessError('USAGE', 'explain needs the file of a scenario or a repro, or the name of a claim')
    if (words.every((word) => claims.includes(word))) {
      say(...words.flatMap((word, index) => (index === 0 ? explainClaim(word) : ['', ...explainClaim(word)])))
      return 0
    }
    const loaded = await Promise.all((await scenarioFiles(words, claims)).map(load))
    const explained = loaded.flatMap(({ scenarios, repro }) => scenarios.map((one) => explanationOf(one, repro)))
    say(...explained.flatMap((lines, index) => (index === 0 ? lines : ['', '', ...lines])))
    return 0
  },
}
