import { endCommand, unlessStopping } from '../engine/command.ts'
import { own } from '../own.ts'
import { ownVersion } from '../package.ts'
import { say } from '../terminal.ts'
import { helpOf } from './help.ts'
import { commands } from './index.ts'
import { watchScenarios } from './watch-scenarios.ts'

/** Does what the words of a command line ask for, waits until all that it started is gone, and returns the exit code. @throws HarnessError when that cannot be */
export async function main(words: readonly string[]): Promise<number> {
  const [name = '', ...rest] = words
  if (words.includes('--help') || words.includes('-h')) {
    say(...helpOf(name).trimEnd().split('\n'))
    return 0
  }
  if (name === '--version') {
    say(ownVersion)
    return 0
  }
  const code = await (own(commands, name)?.run(rest) ?? scenarios(words)).catch(unlessStopping)
  await endCommand()
  return code
}

/**
 * Loads vitest only where it is needed: it takes half a second, and its native bundler has kept a process that ended right after its start from
 * ending at all (1 in some 100 on a busy machine, Node 26.10).
 */
async function scenarios(words: readonly string[]): Promise<number> {
  if (words.includes('--watch')) return watchScenarios(words)
  const { runScenarios } = await import('./run-scenarios.ts')
  return runScenarios(words)
}
