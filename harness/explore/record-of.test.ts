import { expect, test } from 'vitest'
import { model, scenario, user } from '../index.ts'
import type { EntryBody } from '../record/entry.ts'
import { record, turns } from '../record/example.ts'
import { commonOf, partsOf } from './part.ts'
import { recordOf } from './record-of.ts'

const stop = scenario({ title: 'stop', steps: [user.says('compare'), model.calls('a'), user.stops()] })
const parts = partsOf([stop, stop])
const [first, second] = parts as [(typeof parts)[0], (typeof parts)[0]]
const clients = new Set(['main'])

test('schedules side by side have sessions, tools and words of their own, and share the main client', () => {
  expect(first.scenario.steps[0]).toEqual({ do: 'user.says', text: 'compare (1)', session: 'main-1', client: 'main' })
  expect(second.scenario.steps[1]).toMatchObject({ calls: [{ tool: 'a-2' }] })
  expect([first.range, second.range]).toEqual([
    [0, 3],
    [3, 6],
  ])
})

test('a schedule whose client is cut has a client of its own', () => {
  const steps: typeof stop.steps = [...stop.steps, { do: 'client.disconnects', client: 'main', by: 'fin' }]
  expect(partsOf([{ ...stop, steps }])[0]).toMatchObject({ main: 'main-1', clients: new Set(['main-1']) })
})

test('a schedule that only looks at what its client is shown shares it: some gateways have one client alone', () => {
  const steps: typeof stop.steps = [...stop.steps, { do: 'client.seesReplyTo', text: 'compare', client: 'main' }]
  expect(partsOf([{ ...stop, steps }])[0]).toMatchObject({ main: undefined, clients: new Set(['main']) })
})

test('what changes more than a session is played alone; a signal is shared', () => {
  expect(commonOf(stop)).toBe('[]')
  expect(commonOf({ ...stop, gateway: { agentPerSession: true } })).toBeUndefined()
  expect(commonOf({ ...stop, steps: [{ do: 'provider.refuses' }] })).toBeUndefined()
  const refused = model.says('yes', { fault: { kind: 'status', failure: 'bad-key' } })
  expect(commonOf({ ...stop, steps: [...stop.steps, refused] })).toBeUndefined()
  const killed = { ...stop, steps: [...stop.steps, { do: 'gateway.receives' as const, signal: 'SIGKILL' as const }] }
  expect(commonOf(killed)).toBe('[{"do":"gateway.receives","signal":"SIGKILL"}]')
})

test('the record of a schedule has what is of it and of the gateway, numbered anew', () => {
  const asked = (request: number, session: string): EntryBody => ({
    kind: 'provider-asked',
    ...{ request, session, conversation: session, turn: 0, reply: 0, turns: [], rejection: null, body: {} },
  })
  const aside = (text: string): EntryBody => ({
    kind: 'provider-asked',
    ...{ request: 2, turn: null, reply: 0, turns: turns(`u:${text}`), rejection: null, body: {} },
  })
  const entries = record(
    { kind: 'gateway-started', pid: 1 },
    { kind: 'step-started', step: 0, does: 'x' },
    { kind: 'step-started', step: 3, does: 'x' },
    asked(0, 'main-1'),
    asked(1, 'main-2'),
    { kind: 'provider-replied', request: 0, end: 'complete' },
    { kind: 'provider-replied', request: 1, end: 'complete' },
    aside('a title for: compare (2)'),
    { kind: 'history-seen', session: 'main-2', turns: [], since: 5 },
    {
      kind: 'sessions-seen',
      sessions: ['main-1', 'main-2'].map((session) => ({ session, running: false, status: '' })),
    },
    { kind: 'transcript-stored', session: 'main-1', source: 'sessions/main-1.jsonl', turns: [] },
    { kind: 'store-checked', problems: [{ source: 'sessions/main-1.jsonl, line 3', problem: 'no JSON' }] },
    { kind: 'gateway-logged', line: 'later' },
  )
  const own = recordOf(second, entries, clients, 1, [1, entries.length - 1])
  expect(own.map(({ n, kind }) => [n, kind])).toEqual([
    [0, 'gateway-started'],
    [1, 'step-started'],
    [2, 'provider-asked'],
    [3, 'provider-replied'],
    [4, 'provider-asked'],
    [5, 'history-seen'],
    [6, 'sessions-seen'],
    [7, 'store-checked'],
  ])
  expect(own[1]).toMatchObject({ step: 0 })
  expect(own[5]).toMatchObject({ since: 3 })
  expect(own[6]).toMatchObject({ sessions: [{ session: 'main-2' }] })
  expect(own[7]).toMatchObject({ problems: [] })
  const other = recordOf(first, entries, clients, 1, [1, entries.length])
  expect(other.find(({ kind }) => kind === 'store-checked')).toMatchObject({ problems: [{ problem: 'no JSON' }] })
})
