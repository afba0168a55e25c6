import { HarnessError } from '../errors.ts'
import { defaultGateway } from '../gateways/index.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'

/** Shows the list that `--matrix` runs, and what npm has beside it. */
export const matrix: Command = {
  usage: ['matrix', 'the list of --matrix, and what npm has that it lacks'],
  async run(words) {
    if (words.length > 0) throw new HarnessError('USAGE', `matrix takes no words, and there is "${words.join(' ')}"`)
    const { matrix: listed = [], releases, matrixOf } = defaultGateway
    if (releases === undefined || matrixOf === undefined)
      throw new HarnessError('USAGE', 'matrix: this gateway has no list of releases')
    say(...listed)
    say(...describeDrift(listed, matrixOf(await releases())))
    return 0
  },
}

/** What a list lacks of what it should have, and has beside it; a version may be kept in it for a reason. */
export function describeDrift(listed: readonly string[], wanted: readonly string[]): string[] {
  const lacks = wanted.filter((version) => !listed.includes(version))
  const beside = listed.filter((version) => !wanted.includes(version))
  if (lacks.length + beside.length === 0) return ['the first and the last release of each month are all in it']
  return [
    ...(lacks.length > 0 ? [`it lacks the first or last release of a month: ${lacks.join(', ')}`] : []),
    ...(beside.length > 0 ? [`neither the first nor the last of a month: ${beside.join(', ')}`] : []),
  ]
}
