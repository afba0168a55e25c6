import { execa } from 'execa'
import { messageOf } from './errors.ts'
import { warn } from './terminal.ts'

/** A command of the user's has this long; one that hangs must not keep us from what comes next. */
const commandMs = 60_000

/**
 * Runs the user's own command about something that broke (`--on-break`). What is known of it comes in variables of the environment, never
 * as words of the command: the words of a session are a stranger's. A command that fails is reported, and is no error.
 */
export async function runOnBreak(command: string, facts: Readonly<Record<string, string>>): Promise<void> {
  const ran = await execa({
    shell: true,
    env: facts,
    timeout: commandMs,
    stdio: 'inherit',
    reject: false,
  })`${command}`.catch((error: unknown) => error)
  if (ran instanceof Error) warn(...`--on-break: ${messageOf(ran)}`.split('\n'))
}
