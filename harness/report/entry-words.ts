import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'

/** What an entry means to a reader: fine, a fault of ours, wrong, or nothing in particular. */
export type Tone = 'plain' | 'good' | 'fault' | 'bad'

/** An entry as people read it: in whose lane it belongs, and what happened, in one sentence. `label` is the same in a word or two. */
export type EntryWords = {
  readonly lane: string
  readonly text: string
  readonly label: string
  readonly tone: Tone
}

type Words = Partial<EntryWords> & Pick<EntryWords, 'text'>
type Table = { readonly [K in EntryKind]?: (entry: EntryOf<K>) => Words }

/** What is not in here is shown with the words of its kind and its fields: a new kind of entry needs no line to be readable. */
const table: Table = {
  'run-started': ({ gateway, seed, platform }) => ({
    text: `the run starts: ${gateway.name}@${gateway.version}, seed ${seed}, ${platform}`,
  }),
  'step-started': ({ step, does }) => ({ lane: 'schedule', text: `step ${step + 1} begins: ${does}` }),
  'step-landed': ({ step, does, fault, ms }) => ({
    lane: fault ? 'faults' : 'schedule',
    tone: fault ? 'fault' : 'plain',
    text: `step ${step + 1} has landed after ${ms} ms: ${does}`,
    label: does,
  }),
  'step-missed': ({ step, does, why }) => ({
    lane: 'faults',
    tone: 'bad',
    text: `step ${step + 1} did not land: ${does} (${why})`,
    label: `missed: ${does}`,
  }),
  'gateway-started': ({ pid }) => ({ text: `the gateway's process starts (pid ${pid})`, label: 'start' }),
  'gateway-ready': ({ ms }) => ({ text: `the gateway is ready after ${ms} ms`, label: 'ready', tone: 'good' }),
  'gateway-signalled': ({ signal }) => ({ text: `the gateway gets ${signal}`, label: signal, tone: 'fault' }),
  'gateway-exited': ({ code, signal, asked }) => ({
    text: `the gateway exits with ${signal ?? `code ${code}`}${asked ? '' : ', by itself'}`,
    label: asked ? 'exit' : 'exits by itself',
    tone: asked ? 'plain' : 'bad',
  }),
  'gateway-logged': ({ line }) => ({ lane: 'log', text: line }),
  'gateway-blocked': () => ({ text: 'the event loop stands still', label: 'blocked', tone: 'fault' }),
  'gateway-unblocked': () => ({ text: 'the event loop goes on', label: 'goes on' }),
  'gateway-refused': ({ port }) => ({ text: `a connection to port ${port} is refused` }),
  'network-blocked': ({ host, by }) => ({ text: `a connection to ${host} was kept from leaving the machine (${by})` }),
  'client-connected': ({ client, ok, detail }) => ({
    lane: clientLane(client),
    text: ok ? `client ${client} is connected` : `client ${client} is not let in: ${detail}`,
    label: ok ? 'connected' : 'not let in',
    tone: ok ? 'plain' : 'bad',
  }),
  'client-sent': ({ client, session, what, text }) => ({
    lane: clientLane(client),
    text: `the user sends ${what === 'message' ? `"${text}"` : `${what} (${text})`}${inSession(session)}`,
    label: what === 'message' ? `“${text}”` : text || what,
  }),
  'client-acknowledged': ({ ok, detail }) => ({
    lane: 'client',
    text: `the gateway ${ok ? 'accepts it' : 'refuses it'}: ${detail}`,
    label: ok ? 'accepted' : 'refused',
    tone: ok ? 'plain' : 'bad',
  }),
  'client-saw': ({ client, session, what, text }) => ({
    lane: clientLane(client),
    text: `the client sees ${sawWords[what]}${text === '' ? '' : `: "${text}"`}${inSession(session)}`,
    label: what === 'reply' ? `sees “${text}”` : `sees ${sawWords[what]}`,
    tone: what === 'reply' ? 'good' : what === 'error' ? 'bad' : 'plain',
  }),
  'client-disconnected': ({ client, detail }) => ({
    lane: clientLane(client),
    text: `the client is disconnected: ${detail}`,
    label: 'disconnected',
    tone: 'fault',
  }),
  'line-cut': ({ client }) => ({
    lane: clientLane(client),
    text: 'its connection is cut',
    label: 'cut',
    tone: 'fault',
  }),
  'line-stalled': ({ client, direction }) => ({
    lane: clientLane(client),
    text: `its bytes stop (${direction})`,
    label: 'stalls',
    tone: 'fault',
  }),
  'tool-reported': ({ call, phase, client, session }) => ({
    text: `the gateway tells client ${client ?? 'main'} that call ${call} has ${phase}${inSession(session)}`,
  }),
  'tool-started': ({ call, tool, pid }) => ({
    lane: toolLane(tool),
    text: `tool ${tool} starts (call ${call}, pid ${pid})`,
    label: 'starts',
  }),
  'tool-ordered': ({ tool, order }) => ({ lane: toolLane(tool), text: `tool ${tool} is told to ${order}` }),
  'tool-resists': ({ tool, child }) => ({
    lane: toolLane(tool),
    text: `${child === undefined ? `tool ${tool}` : `process ${child} of tool ${tool}`} will not end at a SIGTERM`,
    label: 'resists',
    tone: 'fault',
  }),
  'tool-resisted': ({ tool }) => ({
    lane: toolLane(tool),
    text: `tool ${tool} got a SIGTERM and goes on`,
    label: 'goes on',
  }),
  'tool-ended': ({ tool, end, text }) => ({
    lane: toolLane(tool),
    text: `tool ${tool} ${endWords[end]}${text === '' ? '' : `: "${text}"`}`,
    label: end === 'gone' ? 'killed' : end,
    tone: end === 'finished' ? 'good' : 'fault',
  }),
  'provider-asked': ({ request, rejection, turns }) => ({
    text:
      rejection === null
        ? `request ${request} comes in, with ${turns.length} turns`
        : `request ${request} is rejected with ${rejection.status}: ${rejection.message}`,
    label: rejection === null ? `request ${request}` : `${rejection.status}`,
    tone: rejection === null ? 'plain' : 'bad',
  }),
  'provider-replying': ({ request, text, calls, failure }) => ({
    text: `request ${request} is answered with ${answerWords(text, calls, failure?.message)}`,
    label: calls.length > 0 ? `calls ${toolsOf(calls)}` : failure === undefined ? `“${text}”` : 'fails',
    tone: failure === undefined ? 'plain' : 'fault',
  }),
  'provider-wrote': ({ request, mark }) => ({ text: `written to request ${request}: ${mark}` }),
  'provider-broke': ({ request }) => ({
    text: `the reply to request ${request} breaks`,
    label: 'breaks',
    tone: 'fault',
  }),
  'provider-replied': ({ request, end }) => ({
    text: `the reply to request ${request} ends: ${end}`,
    label: end,
    tone: end === 'complete' ? 'plain' : 'fault',
  }),
  'provider-closed': () => ({ text: 'the provider refuses connections', label: 'closed', tone: 'fault' }),
  'provider-opened': () => ({ text: 'the provider takes connections again', label: 'open' }),
  'oauth-asked': ({ vendor, refresh }) => ({
    text: `new tokens are asked of ${vendor}, with refresh token ${refresh}`,
    label: 'refresh',
  }),
  'oauth-answered': ({ outcome }) => ({ text: `the token request is answered: ${outcome}`, label: outcome }),
  'oauth-expired': () => ({ text: 'the access tokens are refused from now on', label: 'expired', tone: 'fault' }),
  'oauth-recovered': () => ({ text: 'the access tokens are taken again', label: 'taken again' }),
  'sessions-seen': ({ sessions }) => ({
    text: `sessions: ${sessions.map(({ session, running }) => `${session} ${running ? 'runs' : 'is at rest'}`).join(', ')}`,
  }),
  'transcript-stored': ({ session, source, turns }) => ({
    lane: 'store',
    text: `the transcript of session ${session} as stored: ${turns.length} turns in ${source}`,
    label: `stored ${session}`,
  }),
  'store-checked': ({ problems }) => ({
    lane: 'store',
    text: problems.length === 0 ? 'nothing is wrong with the store' : problems.map(problemWords).join('; '),
    label: problems.length === 0 ? 'sound' : `${problems.length} wrong`,
    tone: problems.length === 0 ? 'good' : 'bad',
  }),
  'store-damaged': ({ session, damage }) => ({
    lane: 'store',
    text: `we damage the stored history of session ${session}: ${damage}`,
    label: damage,
    tone: 'fault',
  }),
  'store-held': ({ by }) => ({ lane: 'store', text: `the store is held by ${by}`, label: 'held', tone: 'fault' }),
  'store-released': () => ({ lane: 'store', text: 'the store is held no more', label: 'released' }),
  'store-unreadable': ({ why }) => ({
    lane: 'store',
    text: `the store cannot be read: ${why}`,
    label: 'unreadable',
    tone: 'bad',
  }),
  'write-refused': ({ how, path }) => ({
    lane: 'store',
    text: `a write of ${path} fails: ${how}`,
    label: how,
    tone: 'fault',
  }),
  'history-seen': ({ session, turns }) => ({
    lane: 'client',
    text: `the history of session ${session} as shown: ${turns.length} turns`,
  }),
  'tools-alive': ({ calls }) => ({ text: calls.length === 0 ? 'no tool is alive' : `alive: ${calls.join(', ')}` }),
  'run-ended': () => ({ text: 'the run ends; what follows is our own cleaning up' }),
  settled: ({ ms, waitingFor }) => ({
    text: waitingFor === '' ? `at rest after ${ms} ms` : `not at rest after ${ms} ms: ${waitingFor}`,
    tone: waitingFor === '' ? 'plain' : 'bad',
  }),
}

const sawWords = { reply: 'the reply', error: 'an error', aborted: 'the abort' } as const
const endWords = {
  finished: 'finishes',
  failed: 'fails',
  died: 'dies',
  gone: 'is gone: its process was ended',
} as const

function clientLane(client = 'main'): string {
  return client === 'main' ? 'client' : `client ${client}`
}

function toolLane(tool: string): string {
  return `tool ${tool}`
}

function inSession(session: string): string {
  return session === 'main' ? '' : ` (session ${session})`
}

function toolsOf(calls: EntryOf<'provider-replying'>['calls']): string {
  return calls.map(({ tool, cut }) => (cut ? `${tool} (cut)` : tool)).join(', ')
}

function answerWords(text: string, calls: EntryOf<'provider-replying'>['calls'], failure?: string): string {
  if (failure !== undefined) return `a failure: ${failure}`
  const parts = [...(text === '' ? [] : [`"${text}"`]), ...(calls.length === 0 ? [] : [`calls of ${toolsOf(calls)}`])]
  return parts.join(' and ') || 'nothing'
}

function problemWords({ source, problem }: { source: string; problem: string }): string {
  return `${source}: ${problem}`
}

/** How an entry reads. Entries of kinds that are not known here, as from a newer version, read as their fields. */
export function wordsOf(entry: Entry): EntryWords {
  const say = table[entry.kind] as ((entry: Entry) => Words) | undefined
  const lane = entry.kind.split('-')[0] ?? ''
  const own = { lane: lanes.has(lane) ? lane : 'gateway', label: entry.kind, tone: 'plain' } as const
  return { ...own, ...(say?.(entry) ?? { text: fieldsOf(entry) }) }
}

const lanes: ReadonlySet<string> = new Set(['client', 'gateway', 'provider', 'store'])

function fieldsOf({ n: _n, at: _at, kind, ...fields }: Entry): string {
  const said = Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return [kind.replaceAll('-', ' '), ...said].join(', ')
}
