import type { Block, Turn } from '../transcript/transcript.ts'
import type { Entry, EntryBody, EntryOf, RepliedCall } from './entry.ts'
import type { PermissionAnswer } from './permission-entry.ts'
import { type Liberty, type LibertyName, type Profile, plainProfile } from './profile.ts'

/** A literal record for tests: the entries in order, numbered, 10 ms apart. */
export function record(...bodies: EntryBody[]): Entry[] {
  return bodies.map((body, n) => ({ n, at: n * 10, ...body }))
}

/** A request of the gateway with the conversation it carries. */
export function asked(request: number, turn: number, turns: readonly Turn[], message = ''): EntryBody {
  const rejection = message === '' ? null : { status: 400, type: 'invalid_request_error', message }
  return { kind: 'provider-asked', request, turn, reply: 0, turns, rejection, body: {} }
}

/** The end of a reply. */
export function replied(request: number): EntryBody {
  return { kind: 'provider-replied', request, end: 'complete' }
}

/** A reply of the provider, from its first byte to its end. */
export function reply(request: number, text: string, ...calls: RepliedCall[]): EntryBody[] {
  return [{ kind: 'provider-replying', request, status: 200, text, calls }, replied(request)]
}

/** A message that a user sent and the gateway accepted, as run `r-<message>`. */
export function accepted(message: string, text: string, session = 'main'): EntryBody[] {
  return [
    { kind: 'client-sent', message, session, what: 'message', text },
    { kind: 'client-acknowledged', message, ok: true, detail: `{"runId":"r-${message}"}`, run: `r-${message}` },
  ]
}

/** A stop that the gateway acknowledged when it had carried it out. */
export function stopped(message: string, session = 'main'): EntryBody[] {
  return [
    { kind: 'client-sent', message, session, what: 'stop', text: '/stop' },
    { kind: 'client-acknowledged', message, ok: true, detail: '{"ok":true,"aborted":true}', stopped: 'at once' },
  ]
}

/** The end of a run as the client saw it. */
export function saw(run: string, text: string, more: Partial<EntryOf<'client-saw'>> = {}): EntryBody {
  return { kind: 'client-saw', session: 'main', what: 'reply', run, text, ...more }
}

/** A tool that the gateway reports as started, and that has started. */
export function ran(call: string, tool: string, pid: number, session = 'main'): EntryBody[] {
  return [
    { kind: 'tool-reported', session, call, phase: 'started' },
    { kind: 'tool-started', call, tool, pid, args: ['4000', `${call}:${tool}`] },
  ]
}

/** A person who is asked whether a call may run, and what is answered, if anything. */
export function permission(call: string, answer?: PermissionAnswer, session = 'main'): EntryBody[] {
  const of = { client: 'main', session, permission: `of ${call}`, call }
  const asked: EntryBody = { kind: 'permission-asked', ...of }
  return answer === undefined ? [asked] : [asked, { kind: 'permission-answered', ...of, answer }]
}

/** A tool that was told to finish and has, and that the gateway reports as ended. */
export function finished(call: string, tool: string, text: string, session = 'main'): EntryBody[] {
  return [
    { kind: 'tool-ordered', call, tool, order: 'finish', text },
    { kind: 'tool-ended', call, tool, end: 'finished', text },
    { kind: 'tool-reported', session, call, phase: 'ended' },
  ]
}

/** A tool that was told to fail and has, and that the gateway reports as ended. */
export function failed(call: string, tool: string, text: string, session = 'main'): EntryBody[] {
  return [
    { kind: 'tool-ordered', call, tool, order: 'fail', text },
    { kind: 'tool-ended', call, tool, end: 'failed', text },
    { kind: 'tool-reported', session, call, phase: 'ended' },
  ]
}

/** The exit of the gateway's process by a signal of ours. */
export function exited(signal: 'SIGKILL' | 'SIGTERM'): EntryBody {
  return { kind: 'gateway-exited', code: signal === 'SIGKILL' ? null : 0, signal, asked: true }
}

/** The start of the gateway's process that becomes ready. */
export const started: EntryBody[] = [
  { kind: 'gateway-started', pid: 2 },
  { kind: 'gateway-ready', protocol: '1', ms: 1 },
]

/** A fault that landed. */
export const fault: EntryBody = { kind: 'step-landed', step: 0, does: 'user types /stop', fault: true, ms: 1 }

/** The end of a run in which no tool is alive and no session runs. */
export const atRest: EntryBody[] = [
  { kind: 'sessions-seen', sessions: [{ session: 'main', running: false, status: 'done' }] },
  { kind: 'tools-alive', calls: [] },
  { kind: 'settled', ms: 1_500, waitingFor: '' },
]

/** The beginning of a run whose requests are of one API. */
export function begun(api = 'anthropic-messages'): EntryBody {
  const gateway = { name: 'reference', version: '1' } as const
  const of = { run: 'example', gateway, api, seed: 1, node: 'v20.0.0', platform: 'linux' }
  return { kind: 'run-started', format: 2, ...of, scenario: { title: 'an example', steps: [] } }
}

/** What the store holds of a session. */
export function stored(held: readonly Turn[], session = 'main'): EntryBody {
  return { kind: 'transcript-stored', session, source: 's.jsonl', turns: held }
}

/** The history of a session that a client was served. */
export function history(served: readonly Turn[], session = 'main'): EntryBody {
  return { kind: 'history-seen', session, turns: served }
}

/** The profile of a gateway that takes these liberties and has no words of its own. */
export function liberties(...taken: (LibertyName | Omit<Liberty, 'source'>)[]): Profile {
  const all = taken.map((liberty) => ({ ...(typeof liberty === 'string' ? { name: liberty } : liberty), source: '' }))
  return { ...plainProfile, liberties: all }
}

/**
 * Turns in short: `u:text`, `a:text`, `a+call`, `a+call:{"its":"arguments"}`, `u=call:result text`, `u!call:text of an error`; `|` between the
 * blocks of one turn.
 */
export function turns(...short: string[]): Turn[] {
  return short.map((word, index) => {
    const role = word.startsWith('u') ? 'user' : 'assistant'
    return { role, blocks: word.slice(1).split('|').map(blockOf), at: `line ${index + 1}` }
  })
}

function blockOf(word: string): Block {
  const [id = '', text = ''] = word.slice(1).split(/:(.*)/s)
  if (word.startsWith('+')) return { type: 'call', id, name: 'exec', input: text === '' ? {} : JSON.parse(text) }
  if (word.startsWith('=') || word.startsWith('!')) return { type: 'result', id, text, error: word.startsWith('!') }
  return { type: 'text', text: word.slice(1) }
}
