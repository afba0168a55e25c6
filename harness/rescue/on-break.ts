import type { Scanned } from './scan.ts'

/** What the user's own command is told of a session that broke, as variables of its environment. */
export function factsOf(scanned: Scanned): Readonly<Record<string, string>> {
  const says = 'refusals' in scanned ? (scanned.refusals[0]?.says ?? scanned.unread[0]?.why ?? '') : scanned.why
  return {
    GATECRASH_SESSION: scanned.file,
    GATECRASH_NAME: 'name' in scanned ? scanned.name : '',
    GATECRASH_AGENT: 'agent' in scanned ? scanned.agent : '',
    GATECRASH_STATE: scanned.state,
    GATECRASH_SAYS: says,
  }
}
