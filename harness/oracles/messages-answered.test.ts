import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody, RepliedCall } from '../record/entry.ts'
import { accepted, asked, atRest, permission, record, replied, reply, turns } from '../record/example.ts'
import { messagesAnswered } from './messages-answered.ts'

const first = accepted('m1', 'compare')
const second = accepted('m2', 'still there?')
const stopped: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
const restart: EntryBody[] = [stopped, { kind: 'gateway-started', pid: 2 }]
const saw = (run: string, what: 'reply' | 'error' | 'aborted' = 'reply'): EntryBody => ({
  kind: 'client-saw',
  session: 'main',
  what,
  run,
  text: 'ok',
})
const history = (...short: string[]): EntryBody => ({ kind: 'history-seen', session: 'main', turns: turns(...short) })
const judge = (...bodies: EntryBody[]) => messagesAnswered.judge(evidenceOf(record(...bodies, ...atRest)))

test.each([
  ['the client saw the reply of its run', [...first, saw('r-m1')]],
  ['the client saw an error of its run', [...first, saw('r-m1', 'error')]],
  ['the history shows a text after it', [...first, ...restart, history('u:compare', 'a+x', 'u=x:1', 'a:here you are')]],
  ['the user stopped it', [...first, ...stop('m2')]],
  [
    'a message that joined it was answered',
    [...first, ...second, asked(0, 1, turns('u:compare', 'u:still there?')), saw('r-m2')],
  ],
])('passes when %s', (_, bodies) => {
  expect(judge(...bodies).verdict).toBe('pass')
})

test('a run may end without a word where the person has declined a call of it, and only there', () => {
  const silent = { ...saw('r-m1'), text: '' } as EntryBody
  expect(judge(...first, ...permission('x', 'declined'), silent).verdict).toBe('pass')
  expect(judge(...first, ...permission('x', 'declined'), saw('r-m1', 'aborted')).verdict).toBe('pass')
  expect(judge(...first, ...permission('x', 'declined')).verdict).toBe('fail')
  expect(judge(...first, silent, ...permission('x', 'declined')).verdict).toBe('fail')
  expect(judge(...first, ...permission('x', 'allowed'), silent).verdict).toBe('fail')
  expect(judge(...first, ...permission('x', 'declined', 'other'), silent).verdict).toBe('fail')
})

test('a run may end without a word where the model gave its turn back in its last reply', () => {
  const silent = { ...saw('r-m1'), text: '' } as EntryBody
  const yields = { id: 'y', tool: 'y', yields: true } as const
  const after = (...calls: RepliedCall[]) => [
    ...first,
    asked(0, 0, turns('u:compare')),
    ...reply(0, 'I wait', ...calls),
  ]
  expect(judge(...after(yields), silent).verdict).toBe('pass')
  expect(judge(...after({ id: 'y', tool: 'y' }), silent).verdict).toBe('fail')
  expect(judge(...after(yields)).verdict).toBe('fail')
  const wentOn = [asked(1, 0, turns('u:compare', 'a+y', 'u=y:1')), ...reply(1, 'done')]
  expect(judge(...after(yields), ...wentOn, silent).verdict).toBe('fail')
})

test.each(['error', 'reply'] as const)('an %s without a word is no answer', (what) => {
  expect(judge(...first, { ...saw('r-m1', what), text: ' ' } as EntryBody).verdict).toBe('fail')
})

test('an error without a word is no answer either when a later request has the message', () => {
  const failed = { ...saw('r-m1', 'error'), text: '' } as EntryBody
  const next = [asked(0, 1, turns('u:compare', 'u:still there?')), replied(0), saw('r-m2')]
  expect(judge(...first, ...second, failed, ...next).verdict).toBe('fail')
})

test.each([
  ['a stop that found nothing to stop', 'stop'],
  ['a compaction', 'compact'],
] as const)('%s excuses nothing', (_, what) => {
  const order = stop('m2').map((body) => (body.kind === 'client-sent' ? { ...body, what } : body))
  const answer = order.map((body) =>
    body.kind === 'client-acknowledged' && what === 'stop' ? { ...body, stopped: 'nothing' as const } : body,
  )
  expect(judge(...first, ...answer).verdict).toBe('fail')
})

describe('a stop button that ends the runs it names', () => {
  const pressed = (...stoppedRuns: string[]): EntryBody[] => [
    { kind: 'client-sent', message: 'm3', session: 'main', what: 'abort', text: '' },
    { kind: 'client-acknowledged', message: 'm3', ok: true, detail: '{}', stopped: 'at once', stoppedRuns },
  ]
  const waiting = [...first, asked(0, 0, turns('u:compare')), replied(0), ...second]

  test('excuses no message that waited and is nowhere any more', () => {
    expect(judge(...waiting, ...pressed('r-m1'), history('u:compare')).findings.map(({ says }) => says)).toEqual([
      expect.stringContaining('"still there?" was accepted and never answered'),
    ])
  })

  test('excuses one that is kept, and one that it names', () => {
    expect(judge(...waiting, ...pressed('r-m1'), history('u:compare', 'u:still there?')).verdict).toBe('pass')
    expect(judge(...waiting, ...pressed('r-m1', 'r-m2'), history('u:compare')).verdict).toBe('pass')
  })
})

test('fails for a message that a restart has swallowed, though the next one was answered', () => {
  const shown = history('u:compare', 'a+x', 'u=x:1', 'u:still there?', 'a:yes')
  const { verdict, findings } = judge(...first, ...restart, ...second, saw('r-m2'), shown)
  expect(verdict).toBe('fail')
  expect(findings).toHaveLength(1)
  expect(findings[0]?.says).toContain('"compare" was accepted and never answered')
  expect(findings[0]?.entries).toEqual([0, 1])
  expect(findings[0]?.excerpt).toEqual([
    'the gateway: {"runId":"r-m1"}',
    'no request was made for it',
    'after it the client is shown: line 2 assistant: call x',
    'after it the client is shown: line 3 user: result x "1"',
  ])
})

test.each([
  ['a reply of its run says nothing', [...first, ...second, { ...saw('r-m1'), text: '' } as EntryBody, saw('r-m2')]],
  [
    'a later message was answered without it',
    [...first, ...second, asked(0, 1, turns('u:still there?')), replied(0), saw('r-m2')],
  ],
  ['a stop came only after a later answer', [...first, ...second, saw('r-m2'), ...stop('m3')]],
])('fails when %s', (_, bodies) => {
  expect(judge(...bodies).findings[0]?.says).toContain('"compare" was accepted and never answered')
})

describe('a message whose work was over before the next one was sent', () => {
  const failed = (status: number): EntryBody[] => [
    { kind: 'provider-replying', request: 0, status, text: '', calls: [], failure: { message: 'no credit' } },
    { kind: 'provider-replied', request: 0, end: 'broken' },
  ]
  const next = [...second, asked(1, 1, turns('u:compare', 'u:still there?')), ...reply(1, 'yes'), saw('r-m2')]
  const asks = (...bodies: EntryBody[]) => judge(...first, ...bodies, ...next)
  const says = ['"compare" was accepted and never answered']

  test.each<[string, EntryBody[]]>([
    ['rejected', [asked(0, 0, turns('u:compare'), 'ids were found'), replied(0)]],
    ['refused for good', [asked(0, 0, turns('u:compare')), ...failed(402)]],
    ['answered with nothing', [asked(0, 0, turns('u:compare')), ...reply(0, '')]],
  ])('is not answered by it when its request was %s', (_, bodies) => {
    const { findings } = asks(...bodies)
    expect(findings.map((finding) => finding.says)).toEqual(says)
    expect(findings[0]).toMatchObject({
      expected: 'a reply, an error or a notice',
      actual: 'nothing of them within 2 s',
    })
    expect(asks(...bodies, saw('r-m1', 'error')).findings).toEqual([])
  })

  test('is answered by it when the provider may be asked again, or its request was given up', () => {
    expect(asks(asked(0, 0, turns('u:compare')), ...failed(529)).findings).toEqual([])
    const gone: EntryBody = { kind: 'provider-replied', request: 0, end: 'client-gone' }
    expect(asks(asked(0, 0, turns('u:compare')), gone).findings).toEqual([])
  })
})

describe('the end of a run that was stopped', () => {
  const aborted = saw('r-m1', 'aborted')

  test('is an answer when a person had given an order since', () => {
    for (const what of ['stop', 'abort', 'reset', 'compact'] as const) {
      const order = stop('m2').map((body) => (body.kind === 'client-sent' ? { ...body, what } : body))
      expect(judge(...first, ...order, aborted).findings).toEqual([])
    }
  })

  test('is none when nobody had, or only before the message or in another session', () => {
    const elsewhere = stop('m2').map((body) => (body.kind === 'client-sent' ? { ...body, session: 'side' } : body))
    for (const bodies of [
      [...first, aborted],
      [...stop('m2'), ...first, aborted],
      [...first, ...elsewhere, aborted],
    ])
      expect(judge(...bodies).verdict).toBe('fail')
  })
})

test('cannot tell while a request is under way, or when the gateway was stopped for good', () => {
  expect(judge(...first, asked(0, 0, turns('u:compare'))).verdict).toBe('inconclusive')
  expect(judge(...first, stopped).verdict).toBe('inconclusive')
})

test('a message that the gateway refused is owed nothing', () => {
  const refused = first.map((body) => (body.kind === 'client-acknowledged' ? { ...body, ok: false } : body))
  expect(judge(...refused).verdict).toBe('inconclusive')
})

test('cannot tell while the schedule holds a tool', () => {
  const held: EntryBody[] = [
    asked(0, 0, turns('u:compare')),
    ...reply(0, '', { id: 'x', tool: 'a' }),
    { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] },
    ...atRest,
    { kind: 'tools-alive', calls: ['x'] },
  ]
  expect(messagesAnswered.judge(evidenceOf(record(...first, ...held))).verdict).toBe('inconclusive')
})

function stop(message: string): EntryBody[] {
  return [
    { kind: 'client-sent', message, session: 'main', what: 'stop', text: '/stop' },
    { kind: 'client-acknowledged', message, ok: true, detail: '{}' },
  ]
}
