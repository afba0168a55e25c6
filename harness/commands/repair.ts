import { HarnessError } from '../errors.ts'
import { parseOptions } from '../options.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import { repairOf } from '../rescue/advice.ts'
import { describeChanges } from '../rescue/describe.ts'
import { findSessions, programOf } from '../rescue/find-sessions.ts'
import { writerOf } from '../rescue/writers.ts'
import type { StoredSession } from '../store/store.ts'
import { say } from '../terminal.ts'
import { agentOf } from './agent-of.ts'
import { type Command, exitCodes } from './command.ts'
import { proveRepair } from './prove-repair.ts'

const options = {
  agent: { type: 'string' },
  session: { type: 'string' },
  write: { type: 'boolean' },
  undo: { type: 'boolean' },
  prove: { type: 'boolean' },
  api: { type: 'string' },
} as const

type Asked = { readonly write?: boolean; readonly prove?: boolean; readonly api?: string }

/** What became of one session. */
type Outcome = 'sound' | 'would change' | 'changed' | 'refused'

/** Says how a broken session would be repaired and why, and with `--write` repairs it, after a backup. */
export const repair: Command = {
  usage: ['repair <path>', 'mends a broken session; --write does it, --undo undoes it'],
  async run(words) {
    const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
    const { agent, version } = agentOf(values.agent)
    if (positionals.length === 0)
      throw new HarnessError('USAGE', 'repair needs the path of a session, as scan tells it')
    const outcomes: Outcome[] = []
    for await (const found of findSessions({ paths: positionals, agent })) {
      if ('why' in found) throw new HarnessError('USAGE', `cannot look at ${found.file}: ${found.why}`)
      const { session } = found
      if (values.session !== undefined && values.session !== session.name) continue
      if (values.undo) outcomes.push(await undo(session))
      else outcomes.push(await mend(session, version ?? (await session.version()), values))
    }
    if (outcomes.length === 0)
      throw new HarnessError(
        'USAGE',
        `there is no session${values.session === undefined ? '' : ` "${values.session}"`} in ${positionals.join(', ')}`,
      )
    if (outcomes.includes('would change'))
      say('', `nothing was written; to do it: ${ownCommand} repair ${words.map(quote).join(' ')} --write`)
    if (outcomes.includes('changed') && !values.undo)
      say('', `start the agent again; to undo this: ${ownCommand} repair ${undoing(words).map(quote).join(' ')}`)
    if (outcomes.includes('refused')) return exitCodes.inconclusive
    return outcomes.includes('would change') ? exitCodes.fail : exitCodes.pass
  },
}

function undoing(words: readonly string[]): string[] {
  return [...words.filter((word) => word !== '--write' && word !== '--prove'), '--undo']
}

async function mend(session: StoredSession, version: string | undefined, asked: Asked): Promise<Outcome> {
  const { before, after, changes, refused } = await repairOf(session, version)
  say(`${session.format.agent} ${session.name}`)
  if (after.equals(before)) {
    say(refused === undefined ? '  sound: nothing to repair' : `  cannot be repaired: ${refused}`)
    if (refused === undefined && asked.prove)
      return (await proveRepair(session, after, version, asked.api)) ? 'sound' : 'refused'
    return refused === undefined ? 'sound' : 'refused'
  }
  say(...describeChanges(changes))
  if (refused !== undefined) {
    say(`  not repaired: even so it would be refused: ${refused}`)
    return 'refused'
  }
  if (asked.prove && !(await proveRepair(session, after, version, asked.api))) return 'refused'
  if (!asked.write) return 'would change'
  await checkNobodyWrites(session)
  say(`  repaired; the backup: ${await session.replace(before, after)}`)
  return 'changed'
}

async function undo(session: StoredSession): Promise<Outcome> {
  await checkNobodyWrites(session)
  say(`${session.format.agent} ${session.name}`, `  as it was before its repair, from ${await session.restore()}`)
  return 'changed'
}

async function checkNobodyWrites(session: StoredSession): Promise<void> {
  const writer = await writerOf(session, programOf(session))
  if (writer !== undefined)
    throw new HarnessError('UNWRITABLE', `cannot change ${session.file} now: ${writer}; stop the agent first`)
}
