import { execa } from 'execa'
import type { Driver, Installed } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { holdCaller } from '../hold-caller.ts'
import { lacksOf } from './lacks.ts'
import { openAgent } from './open.ts'
import type { Ground } from './preset.ts'
import { anyAgent } from './profile.ts'

/** Nothing is known of such an agent: what many do is allowed, and it is held to the rest. */
const known = { name: 'the agent', whileBusy: 'interrupt' } as const

/** Any agent that speaks the Agent Client Protocol, by the command that starts it: its version is that command. */
export const acp: Driver = {
  name: 'acp',
  defaultVersion: '',
  takesCommand: true,
  apis: ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai'],
  profile: () => anyAgent,
  // whether it asks is up to its command
  can: ['permissions'],
  lacks: (need) => lacksOf(need, known),
  toolCaller: () => holdCaller,
  install,
  open: ({ version, node, folder }, place) =>
    openAgent(
      {
        file: '/bin/sh',
        args: ['-c', `cd ${JSON.stringify(folder)} && exec ${version}`],
        node,
        isNode: false,
        environment,
        whileBusy: known.whileBusy,
      },
      place,
    ),
}

/** Looks for the program of a command. @throws HarnessError USAGE without a command, UNKNOWN_GATEWAY when there is no such program */
async function install(command: string): Promise<Installed> {
  if (command === '') throw new HarnessError('USAGE', 'say which agent: --gateway acp -- <command>')
  const [program = ''] = command.split(' ')
  const found = await execa('/bin/sh', ['-c', `command -v ${program}`], { reject: false })
  if (found.exitCode !== 0) throw new HarnessError('UNKNOWN_GATEWAY', `there is no program ${program}`)
  return { name: 'acp', version: command, folder: process.cwd(), node: found.stdout.trim() }
}

/** The variables by which agents commonly find their provider. What else one needs belongs into its command, as in `env NAME=value agent`. */
function environment({ provider }: Ground): Record<string, string> {
  const key = 'gatecrash-no-key'
  return {
    ANTHROPIC_BASE_URL: provider,
    ANTHROPIC_API_KEY: key,
    OPENAI_BASE_URL: `${provider}/v1`,
    OPENAI_API_KEY: key,
    GOOGLE_GEMINI_BASE_URL: provider,
    GEMINI_API_KEY: key,
  }
}
