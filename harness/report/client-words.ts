import type { EntryKind } from '../record/entry.ts'
import type { PageView } from '../record/page-view.ts'
import type { Table } from './entry-words.ts'

/** What clients do and see: people at a line of their own, or at a page in a browser. */
type ClientKind = Extract<EntryKind, `client-${string}` | `line-${string}` | `page-${string}`> | 'history-seen'

/** The words for entries of clients, their lines and their pages. */
export const clientTable: Table<ClientKind> = {
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
  'client-repeated': ({ client, ok, detail }) => ({
    lane: clientLane(client),
    text: `the client sends its last message again with the same key, and the gateway ${ok ? 'accepts it' : 'refuses it'}: ${detail}`,
    label: 'sends it again',
    tone: 'fault',
  }),
  'client-misspoke': ({ client, what, answered, detail }) => ({
    lane: clientLane(client),
    text: `the client sends what no client should (${what}), and is answered: ${answered}${detail === '' ? '' : ` (${detail})`}`,
    label: what,
    tone: answered === 'accepted' || answered === 'not at all' ? 'bad' : 'fault',
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
  'line-held': ({ client, direction }) => ({
    lane: clientLane(client),
    text: `the first bytes of client ${client}'s connection are held back (${direction})`,
    label: 'held back',
    tone: 'fault',
  }),
  'line-answered': ({ client }) => ({
    lane: clientLane(client),
    text: `the gateway takes connections of client ${client}`,
    label: 'answered',
  }),
  'page-saw': ({ client, ...view }) => ({
    lane: clientLane(client),
    text: `the page of client ${client} shows ${viewWords(view).join(', ')}${inSession(view.session)}`,
    label: `shows ${view.messages.length}${view.busy ? ', busy' : ''}`,
    tone: view.problems.length > 0 ? 'bad' : 'plain',
  }),
  'page-part-missed': ({ client, path, why }) => ({
    lane: clientLane(client),
    text: `the page of client ${client} did not get ${path}: ${why}`,
    label: 'part missed',
    tone: 'bad',
  }),
  'page-online': ({ client, online }) => ({
    lane: clientLane(client),
    text: `the page of client ${client} is ${online ? 'on the network again' : 'off the network'}`,
    label: online ? 'online' : 'offline',
    tone: online ? 'plain' : 'fault',
  }),
  'page-token': ({ client, shows }) => ({
    lane: clientLane(client),
    text: `the page of client ${client} has ${tokenWords[shows]} from now on`,
    label: tokenWords[shows],
    tone: shows === 'right' ? 'plain' : 'fault',
  }),
  'page-clock': ({ client, aheadMs }) => ({
    lane: clientLane(client),
    text: `the clock of client ${client}'s page is ${Math.abs(aheadMs)} ms ${aheadMs < 0 ? 'behind' : 'ahead'}`,
    label: `clock ${(aheadMs / 1000).toFixed(0)} s`,
    tone: 'fault',
  }),
  'page-pictured': ({ client, file }) => ({
    lane: clientLane(client),
    text: `a picture of client ${client}'s page: ${file}`,
    label: 'picture',
  }),
  'history-seen': ({ session, turns }) => ({
    lane: 'client',
    text: `the history of session ${session} as shown: ${turns.length} turns`,
  }),
}

const sawWords = { reply: 'the reply', error: 'an error', aborted: 'the abort' } as const

const tokenWords = { right: 'the right token', wrong: 'a wrong token', none: 'no token' } as const

/** What a page shows, the messages and whether it is busy first. */
function viewWords({ messages, busy, stop, queued, ready, problems }: PageView): string[] {
  return [
    `${messages.length} message${messages.length === 1 ? '' : 's'}`,
    ...(busy ? ['busy'] : ['at rest']),
    ...(stop ? ['a stop button'] : []),
    ...(queued.length > 0 ? [`${queued.length} queued`] : []),
    ...(ready ? [] : ['no place to type']),
    ...problems.map((problem) => `"${problem}"`),
  ]
}

/** Each client has a lane; the first needs no name. */
export function clientLane(client = 'main'): string {
  return client === 'main' ? 'client' : `client ${client}`
}

/** The session, where it is not the first. */
export function inSession(session: string): string {
  return session === 'main' ? '' : ` (session ${session})`
}
