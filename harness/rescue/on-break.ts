import { execa } from 'execa'
import { messageOf } from '../errors.ts'
import { warn } from '../terminal.ts'
import type { Scanned } from './scan.ts'

/** A command of the user's has this long; one that hangs must not stop the watch. */
const commandMs = 60_000

/**
 * Runs the user's own command about a session that broke. What is known of it comes in variables of the environment, never as words of
 * the command, since a session's words are a stranger's. That it fails is told, and is no error.
 */
export async function runOnBreak(command: string, scanned: Scanned): Promise<void> {
  const says = 'refusals' in scanned ? (scanned.refusals[0]?.says ?? scanned.unread[0]?.why ?? '') : scanned.why
  const env = {
    GATECRASH_SESSION: scanned.file,
    GATECRASH_NAME: 'name' in scanned ? scanned.name : '',
    GATECRASH_AGENT: 'agent' in scanned ? scanned.agent : '',
    GATECRASH_STATE: scanned.state,
    GATECRASH_SAYS: says,
  }
  const ran = await execa({ shell: true, env, timeout: commandMs, stdio: 'inherit', reject: false })`${command}`.catch(
    (error: unknown) => error,
  )
  const failed = ran instanceof Error ? messageOf(ran) : undefined
  if (failed !== undefined) warn(...`--on-break: ${failed}`.split('\n'))
}
