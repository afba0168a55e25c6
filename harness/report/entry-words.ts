import { requestName } from '../facts/requests.ts'
import { own } from '../own.ts'
import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { clientLane, clientTable, inSession } from './client-words.ts'

/** What an entry means to a reader: fine, a fault of ours, wrong, or nothing in particular. */
export type Tone = 'plain' | 'good' | 'fault' | 'bad'

/** An entry as people read it: in whose lane it belongs, and what happened, in one sentence. `label` is the same in a word or two. */
export type EntryWords = {
  readonly lane: string
  readonly text: string
  readonly label: string
  readonly tone: Tone
}

/** What is left out follows from the entry's kind. */
export type Words = Partial<EntryWords> & Pick<EntryWords, 'text'>

/** Words for each of some kinds of entries. */
export type Table<K extends EntryKind> = { readonly [Kind in K]: (entry: EntryOf<Kind>) => Words }

const table: Table<EntryKind> = {
  ...clientTable,
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
  'undo-missed': ({ step, does, why }) => ({
    lane: 'faults',
    tone: 'bad',
    text: `what step ${step + 1} did could not be undone: ${does} (${why})`,
    label: `not undone: ${does}`,
  }),
  'aftermath-began': ({ phase, why }) => ({
    lane: 'schedule',
    text: `the aftermath: ${phaseWords[phase]}${why === '' ? '' : ` (${why})`}`,
    label: `aftermath: ${phase}`,
  }),
  'state-copied': () => ({ lane: 'store', text: 'all that is stored is copied', label: 'copied' }),
  recovered: ({ nth, missed, stored }) => ({
    lane: 'store',
    text: `recovery ${nth} of 2: ${missed === '' ? `${stored.length} ${stored.length === 1 ? 'transcript is' : 'transcripts are'} stored` : `this did not come about: ${missed}`}`,
    label: `recovery ${nth}`,
    tone: missed === '' ? 'plain' : 'bad',
  }),
  'aftermath-missed': ({ what, why }) => ({
    lane: 'faults',
    tone: 'bad',
    text: `in the aftermath this did not come about: ${what} (${why})`,
    label: `missed: ${what}`,
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
  'gateway-network': ({ failing }) => ({
    text: failing === null ? "the gateway's network is whole again" : `the gateway's ${failureWords[failing]}`,
    label: failing === null ? 'network is back' : `no ${failing.toUpperCase()}`,
    tone: failing === null ? 'plain' : 'fault',
  }),
  'gateway-connection-failed': ({ how }) => ({
    text: `a connection of the gateway fails (${how.toUpperCase()})`,
    label: `${how.toUpperCase()} fails`,
    tone: 'fault',
  }),
  'another-gateway': ({ state, detail }) => ({
    lane: 'gateway 2',
    text: `a second gateway on the same state ${anotherWords[state]}${detail === '' ? '' : `: ${detail}`}`,
    label: state,
    tone: state === 'exited' ? 'plain' : 'fault',
  }),
  'container-changed': ({ to }) => ({
    text: `the gateway's container or its network: ${to}`,
    label: to,
    tone: undoing.has(to) ? 'plain' : 'fault',
  }),
  'auth-changed': ({ credential, how, client }) => ({
    lane: client === undefined ? 'gateway' : clientLane(client),
    text: `the ${credential.replace('-', ' ')}${client === undefined ? '' : ` of client ${client}`} is ${how}`,
    label: `${credential.replace('-', ' ')} ${how}`,
    tone: 'fault',
  }),
  'config-changed': ({ change }) => ({
    text: `the configuration file has another content: ${changeWords[change]}`,
    label: `config: ${change}`,
    tone: 'fault',
  }),
  'conditions-set': ({ writes, clockMs, aheadMs }) => ({
    text: `from now on the gateway's writes are ${writes}, and its clock is ${aheadMs} ms ahead`,
    label:
      [...(writes === 'fine' ? [] : [`writes ${writes}`]), ...(clockMs === 0 ? [] : ['clock'])].join(', ') || 'fine',
    tone: writes === 'fine' && clockMs === 0 ? 'plain' : 'fault',
  }),
  'network-blocked': ({ host, by }) => ({ text: `a connection to ${host} was kept from leaving the machine (${by})` }),
  'permission-asked': ({ client, session, call }) => ({
    lane: clientLane(client),
    text: `client ${client} is asked whether call ${call} may run${inSession(session)}`,
    label: 'may it run?',
  }),
  'permission-answered': ({ client, session, call, answer }) => ({
    lane: clientLane(client),
    text: `client ${client}: call ${call} is ${answer}${inSession(session)}`,
    label: answer,
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
        ? `${requestName(request)} comes in, with ${turns.length} turns`
        : `${requestName(request)} is rejected with ${rejection.status}: ${rejection.message}`,
    label: rejection === null ? requestName(request) : `${rejection.status}`,
    tone: rejection === null ? 'plain' : 'bad',
  }),
  'provider-replying': ({ request, text, calls, failure }) => ({
    text: `${requestName(request)} is answered with ${answerWords(text, calls, failure?.message)}`,
    label: calls.length > 0 ? `calls ${toolsOf(calls)}` : failure === undefined ? `“${text}”` : 'fails',
    tone: failure === undefined ? 'plain' : 'fault',
  }),
  'provider-wrote': ({ request, mark }) => ({ text: `written to ${requestName(request)}: ${mark}` }),
  'provider-broke': ({ request }) => ({
    text: `the reply to ${requestName(request)} breaks`,
    label: 'breaks',
    tone: 'fault',
  }),
  'provider-replied': ({ request, end }) => ({
    text: `the reply to ${requestName(request)} ends: ${end}`,
    label: end,
    tone: end === 'complete' ? 'plain' : 'fault',
  }),
  'provider-closed': () => ({ text: 'the provider refuses connections', label: 'closed', tone: 'fault' }),
  'provider-opened': () => ({ text: 'the provider takes connections again', label: 'open' }),
  'oauth-asked': ({ vendor, refresh }) => ({
    lane: 'provider',
    text: `new tokens are asked of ${vendor}, with refresh token ${refresh}`,
    label: 'refresh',
  }),
  'oauth-answered': ({ outcome }) => ({
    lane: 'provider',
    text: `the token request is answered: ${outcome}`,
    label: outcome,
  }),
  'oauth-expired': () => ({
    lane: 'provider',
    text: 'the access tokens are refused from now on',
    label: 'expired',
    tone: 'fault',
  }),
  'oauth-recovered': () => ({ lane: 'provider', text: 'the access tokens are taken again', label: 'taken again' }),
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
  'write-held': ({ write, path }) => ({
    text: `the gateway stands still at write ${write}, of ${path}`,
    label: `write ${write}`,
    tone: 'fault',
  }),
  'write-refused': ({ how, path }) => ({
    lane: 'store',
    text: `a write of ${path} fails: ${how}`,
    label: how,
    tone: 'fault',
  }),
  'tools-alive': ({ calls }) => ({ text: calls.length === 0 ? 'no tool is alive' : `alive: ${calls.join(', ')}` }),
  'run-ended': () => ({ text: 'the run ends; what follows is our own cleaning up' }),
  settled: ({ ms, waitingFor }) => ({
    text: waitingFor === '' ? `at rest after ${ms} ms` : `not at rest after ${ms} ms: ${waitingFor}`,
    tone: waitingFor === '' ? 'plain' : 'bad',
  }),
}

/** What each phase of the aftermath does. */
export const phaseWords = {
  mending: 'what the schedule broke is mended, and what it held goes on',
  turns: 'each session has a clean turn',
  restart: 'the gateway is restarted on the same state',
} as const
const failureWords = { dns: 'look-ups of other hosts fail', tls: 'connections to other hosts fail in TLS' } as const
const anotherWords = { started: 'starts', ready: 'is ready', exited: 'exits' } as const
const changeWords = {
  hot: 'it can be taken over as the gateway runs',
  restart: 'it wants a restart',
  invalid: 'it is wrong',
  plugin: 'a plugin is switched on or off',
  cooldowns: 'how long a failed sign-in is left alone',
} as const

/** Changes of a container that take a fault back. */
const undoing: ReadonlySet<string> = new Set(['connected', 'repaired', 'going on', 'fed', 'with room'])

const endWords = {
  finished: 'finishes',
  failed: 'fails',
  died: 'dies',
  gone: 'is gone: its process was ended',
} as const

function toolLane(tool: string): string {
  return `tool ${tool}`
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
  const say = own(table as Readonly<Record<string, unknown>>, entry.kind) as ((entry: Entry) => Words) | undefined
  const lane = entry.kind.split('-')[0] ?? ''
  const plain = { lane: lanes.has(lane) ? lane : 'gateway', label: entry.kind, tone: 'plain' } as const
  return { ...plain, ...(say?.(entry) ?? { text: fieldsOf(entry) }) }
}

const lanes: ReadonlySet<string> = new Set(['client', 'gateway', 'provider', 'store'])

function fieldsOf({ n: _n, at: _at, kind, ...fields }: Entry): string {
  const said = Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return [kind.replaceAll('-', ' '), ...said].join(', ')
}
