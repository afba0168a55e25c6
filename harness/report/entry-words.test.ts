import { describe, expect, test } from 'vitest'
import type { Entry, EntryBody, EntryKind } from '../record/entry.ts'
import { turns } from '../record/example.ts'
import { wordsOf } from './entry-words.ts'
import { lostResult } from './example.ts'

const tool = { call: 'call1', tool: 'a' }
const main = { client: 'main', session: 'main' }
const view = { messages: [], busy: true, stop: false, queued: [], ready: true, problems: ['not connected'] }

/** One of each kind, which tsc holds to be all: its lane, and the entry without its kind. */
const one: { readonly [K in EntryKind]: readonly [lane: string, body: Omit<Extract<EntryBody, { kind: K }>, 'kind'>] } =
  {
    'run-started': [
      'gateway',
      {
        ...{ run: 'x', scenario: {}, gateway: { name: 'reference', version: '1' } },
        ...{ api: 'a', seed: 1, node: 'v26', platform: 'linux' },
      },
    ],
    'step-started': ['schedule', { step: 0, does: 'user says' }],
    'step-landed': ['faults', { step: 0, does: 'user types /stop', fault: true, ms: 1 }],
    'step-missed': ['faults', { step: 0, does: 'user says', fault: false, why: 'never' }],
    'undo-missed': ['faults', { step: 0, does: 'the provider refuses connections', why: 'never' }],
    'aftermath-began': ['schedule', { phase: 'restart', why: 'request 2 was rejected' }],
    'aftermath-missed': ['faults', { what: 'a restart of the gateway', why: 'never' }],
    'gateway-started': ['gateway', { pid: 1 }],
    'gateway-ready': ['gateway', { protocol: '1', ms: 1 }],
    'gateway-signalled': ['gateway', { signal: 'SIGTERM' }],
    'gateway-exited': ['gateway', { code: 1, signal: null, asked: false }],
    'gateway-logged': ['log', { line: 'listening' }],
    'gateway-blocked': ['gateway', {}],
    'gateway-unblocked': ['gateway', {}],
    'gateway-refused': ['gateway', { port: 1 }],
    'gateway-network': ['gateway', { failing: 'dns' }],
    'gateway-connection-failed': ['gateway', { how: 'tls' }],
    'network-blocked': ['gateway', { host: 'example.com', by: 'a page' }],
    'client-connected': ['client', { client: 'main', device: 0, ok: false, detail: 'no token' }],
    'auth-changed': ['client phone', { credential: 'device-token', how: 'revoked', client: 'phone' }],
    'client-repeated': ['client', { client: 'main', message: 'm', ok: true, detail: '{}', run: 'r' }],
    'client-misspoke': [
      'client phone',
      { client: 'phone', what: 'no-json', answered: 'closed', detail: 'the connection was closed' },
    ],
    'client-sent': ['client phone', { message: 'm', session: 'main', what: 'message', text: 'hello', client: 'phone' }],
    'client-acknowledged': ['client', { message: 'm', ok: true, detail: '{}' }],
    'client-saw': ['client', { ...main, what: 'reply', text: 'yes', run: 'r' }],
    'client-disconnected': ['client', { detail: 'closed' }],
    'line-answered': ['client', { client: 'main' }],
    'line-cut': ['client', { client: 'main' }],
    'line-stalled': ['client', { client: 'main', direction: 'both' }],
    'line-held': ['client', { client: 'main', direction: 'to-client' }],
    'page-saw': ['client', { ...main, ...view }],
    'page-part-missed': ['client', { client: 'main', path: '/assets/chat.js', why: 'status 404' }],
    'page-online': ['client tab', { client: 'tab', online: false }],
    'page-token': ['client', { client: 'main', shows: 'none' }],
    'page-clock': ['client', { client: 'main', aheadMs: -3_600_000 }],
    'page-pictured': ['client', { client: 'main', file: 'pages/main-end.png' }],
    'permission-asked': ['client', { ...main, permission: 'p1', call: 'call1' }],
    'permission-answered': ['client', { ...main, permission: 'p1', call: 'call1', answer: 'declined' }],
    'tool-reported': ['gateway', { session: 'main', call: 'call1', phase: 'started' }],
    'tool-started': ['tool a', { ...tool, pid: 1, args: [] }],
    'tool-ordered': ['tool a', { ...tool, order: 'finish', text: '' }],
    'tool-resists': ['tool a', { ...tool, child: 7 }],
    'tool-resisted': ['tool a', tool],
    'tool-ended': ['tool a', { ...tool, end: 'gone', text: '' }],
    'provider-asked': [
      'provider',
      { request: 0, turn: 0, reply: 0, turns: turns('u:hello'), rejection: null, body: {} },
    ],
    'provider-replying': ['provider', { request: 0, status: 200, text: 'hi', calls: [] }],
    'provider-closed': ['provider', {}],
    'provider-opened': ['provider', {}],
    'provider-wrote': ['provider', { request: 0, mark: 'b input' }],
    'provider-broke': ['provider', { request: 0 }],
    'provider-replied': ['provider', { request: 0, end: 'broken' }],
    'oauth-asked': ['provider', { ask: 0, vendor: 'anthropic', refresh: 'first' }],
    'oauth-answered': ['provider', { ask: 0, refresh: 'first', outcome: 'granted' }],
    'oauth-expired': ['provider', {}],
    'oauth-recovered': ['provider', {}],
    'sessions-seen': ['gateway', { sessions: [{ session: 'main', running: true, status: 'running' }] }],
    'transcript-stored': ['store', { session: 'main', source: 'x.jsonl', turns: [] }],
    'config-changed': ['gateway', { change: 'plugin' }],
    'conditions-set': ['gateway', { writes: 'full', clockMs: 0, aheadMs: 0 }],
    'write-held': ['gateway', { write: 2, path: 'x.jsonl' }],
    'write-refused': ['store', { how: 'full', path: 'x.jsonl' }],
    'store-held': ['store', { by: 'dead' }],
    'store-released': ['store', {}],
    'store-damaged': ['store', { session: 'main', damage: 'the last line is cut', calls: [] }],
    'container-changed': ['gateway', { to: 'without names' }],
    'another-gateway': ['gateway 2', { state: 'ready', detail: 'ws://127.0.0.1:1' }],
    'store-unreadable': ['store', { why: 'locked' }],
    'store-checked': ['store', { problems: [] }],
    'history-seen': ['client', { session: 'main', turns: [] }],
    'tools-alive': ['gateway', { calls: ['call1'] }],
    'state-copied': ['store', {}],
    recovered: ['store', { nth: 2, missed: '', waitingFor: '', stored: [], asked: [] }],
    'run-ended': ['gateway', {}],
    settled: ['gateway', { ms: 1, waitingFor: 'a run' }],
  }

describe('an entry reads as a sentence of its own, in the lane of who it is about', () => {
  test.each(Object.entries(one))('%s', (kind, [lane, body]) => {
    const entry = { n: 1, at: 2, kind, ...body } as Entry
    const words = wordsOf(entry)
    expect(words.lane).toBe(lane)
    expect(words.text).not.toBe('')
    expect(words.text + words.label).not.toMatch(/undefined|null|NaN|\[object/)
    // as it would read if there were none for its kind
    expect(words.text).not.toBe(
      wordsOf({ ...entry, kind: `${kind} ` as EntryKind } as Entry).text.replace(/ (?=,|$)/, ''),
    )
  })
})

test('every entry of a run reads as a sentence', () => {
  const words = lostResult().map(wordsOf)
  expect(words.filter(({ text }) => text === '' || text.includes('undefined'))).toEqual([])
  expect(words.map(({ text }) => text)).toContain('tool a finishes: "a returned 1"')
})

test('what a fault of ours has done is told apart from its end', () => {
  const toneOf = (body: EntryBody) => wordsOf({ n: 1, at: 2, ...body }).tone
  expect(toneOf({ kind: 'container-changed', to: 'paused' })).toBe('fault')
  expect(toneOf({ kind: 'container-changed', to: 'going on' })).toBe('plain')
  expect(toneOf({ kind: 'page-online', client: 'main', online: false })).toBe('fault')
  expect(toneOf({ kind: 'page-online', client: 'main', online: true })).toBe('plain')
})

test('an entry of a kind that is not known reads as its fields', () => {
  const entry = { n: 1, at: 2, kind: 'client-danced', where: 'here' } as unknown as Entry
  expect(wordsOf(entry)).toEqual({
    lane: 'client',
    label: 'client-danced',
    tone: 'plain',
    text: 'client danced, where "here"',
  })
})
