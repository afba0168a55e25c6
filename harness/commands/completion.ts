import { HarnessError } from '../errors.ts'
import { drivers } from '../gateways/index.ts'
import { oracles } from '../oracles/index.ts'
import { ownCommand, scenarioName } from '../package.ts'
import { say } from '../terminal.ts'
import { runOptions } from './arguments.ts'
import type { Command } from './command.ts'
import { scenarioFiles } from './scenario-files.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

/** Prints what a shell needs to complete our command: the commands, options, gateways, claims and scenarios of this version. */
export const completion: Command = {
  usage: ['completion <shell>', 'a script that completes words: bash, zsh or fish'],
  help: `Usage: ${ownCommand} completion bash|zsh|fish

Prints a script that completes commands, options, gateways, claims and scenarios.
It is for the command "gatecrash", as in a project that has it installed:

  bash   eval "$(npx gatecrash completion bash)"
  zsh    eval "$(npx gatecrash completion zsh)"
  fish   npx gatecrash completion fish | source
`,
  async run([shell = '', ...others]) {
    if (others.length > 0 || !isShell(shell))
      throw new HarnessError('USAGE', `completion needs one of: ${shells.join(', ')}`)
    say(scriptOf(shell, await wordsToComplete()))
    return 0
  },
}

function isShell(word: string): word is Shell {
  return (shells as readonly string[]).includes(word)
}

/** Each of them has no character that a shell acts on. */
async function wordsToComplete(): Promise<string[]> {
  // the commands use this file themselves
  const { commands } = await import('./index.ts')
  const scenarios = await scenarioFiles(['scenarios/'])
  const words = [
    ...Object.keys(commands),
    ...runOptions,
    ...drivers.map(({ name }) => name),
    ...oracles.map(({ claim }) => claim),
    ...scenarios.map(scenarioName),
  ]
  return words.filter((word) => /^[\w./-]+$/.test(word))
}

function scriptOf(shell: Shell, words: readonly string[]): string {
  const all = words.join(' ')
  const bash = `complete -o default -W "${all}" gatecrash`
  if (shell === 'fish') return `complete -c gatecrash -a "${all}"`
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit; ${bash}`
}
