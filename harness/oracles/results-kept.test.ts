import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, record, reply, saw, turns } from '../record/example.ts'
import { resultsKept } from './results-kept.ts'

const ended: EntryBody = { kind: 'tool-ended', call: 'toolu_01x', tool: 'a', end: 'finished', text: 'nonce1' }
const reported: EntryBody = { kind: 'tool-reported', session: 'main', call: 'toolu_01x', phase: 'ended' }
const judge = (...short: string[]) => resultsKept.judge(record(ended, reported, asked(1, 0, turns(...short))))

test('passes when the next request carries the result once, whatever became of the id', () => {
  expect(judge('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1').verdict).toBe('pass')
})

test.each([
  [
    'an invented result',
    ['u:hi', 'a+toolu01x', 'u=toolu01x:No result provided'],
    'carries an invented result instead of the real one',
  ],
  [
    'a result told twice',
    ['u:hi', 'a+toolu01x', 'u=toolu01x:nonce1', 'a+y', 'u=y:nonce1'],
    'carries its result 2 times',
  ],
  [
    'a result under the id of another call',
    ['u:hi', 'a+toolu01x|+y', 'u=y:nonce1|=toolu01x:nonce2'],
    'carries its result for another call',
  ],
  ['a call without its result', ['u:hi', 'a+toolu01x'], 'carries its call without the result'],
  ['a lost call', ['u:hi', 'u:still there?'], 'carries neither its call nor its result'],
])('fails for %s', (_, short, says) => {
  const { verdict, findings } = judge(...short)
  expect(verdict).toBe('fail')
  expect(findings[0]?.says).toContain(says)
})

test('shows what the tool returned, what the request says, and what is stored', () => {
  const conversation = turns('u:hi', 'a+toolu01x', 'u=toolu01x:No result provided')
  const stored: EntryBody = {
    kind: 'transcript-stored',
    session: 'main',
    source: 's.jsonl',
    turns: turns('u:hi', 'a+toolu_01x', 'u=toolu_01x:missing'),
  }
  const ofAnother: EntryBody = { ...stored, session: 'side', source: 't.jsonl' }
  const { findings } = resultsKept.judge(record(ended, reported, asked(1, 0, conversation), stored, ofAnother))
  expect(findings[0]?.excerpt).toEqual([
    'the tool returned: "nonce1"',
    'request 1, line 3: "No result provided"',
    'stored in s.jsonl, line 3: "missing"',
  ])
})

test('a result that the gateway never reported is not owed', () => {
  const ordered: EntryBody = { kind: 'tool-ordered', call: 'toolu_01x', tool: 'a', order: 'finish', text: 'nonce1' }
  expect(resultsKept.judge(record(ordered, ended, asked(1, 0, turns('u:hi')))).verdict).toBe('inconclusive')
})

describe('a gateway that is killed', () => {
  const killed: EntryBody = { kind: 'gateway-signalled', signal: 'SIGKILL' }
  const next = asked(1, 0, turns('u:hi', 'a+toolu_01x', 'u=toolu_01x:No result provided'))

  test('owes no result whose report was the last that it did', () => {
    const ordered: EntryBody = { kind: 'tool-ordered', call: 'toolu_01x', tool: 'a', order: 'finish', text: 'nonce1' }
    expect(resultsKept.judge(record(ended, reported, killed, next)).verdict).toBe('pass')
    expect(resultsKept.judge(record(ordered, ended, reported, killed, next)).verdict).toBe('pass')
  })

  test.each<[string, EntryBody[]]>([
    ['by somebody else', [{ kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: false }]],
    ['when it stood still', [{ kind: 'gateway-signalled', signal: 'SIGSTOP' }, killed]],
  ])('owes none either when it is killed %s', (_, bodies) => {
    expect(resultsKept.judge(record(ended, reported, ...bodies, next)).verdict).toBe('pass')
  })

  test('owes it when it had been asked to go before, or has gone by itself', () => {
    const term: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
    const crash: EntryBody = { kind: 'gateway-exited', code: 1, signal: null, asked: false }
    expect(resultsKept.judge(record(ended, reported, term, killed, next)).verdict).toBe('fail')
    expect(resultsKept.judge(record(ended, reported, crash, killed, next)).verdict).toBe('fail')
  })

  test('owes it no more when it told another client the same, before the kill or on a slower way', () => {
    const final: EntryBody[] = [next, killed]
    expect(resultsKept.judge(record(ended, reported, reported, killed, ...final)).verdict).toBe('pass')
    expect(resultsKept.judge(record(ended, reported, killed, reported, ...final)).verdict).toBe('pass')
  })

  test('owes it when it was told to end, and had the time', () => {
    const told: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
    expect(resultsKept.judge(record(ended, reported, told, killed, next)).verdict).toBe('fail')
  })

  test('owes one that it reported before another', () => {
    const another: EntryBody = { kind: 'tool-reported', session: 'main', call: 'toolu_01y', phase: 'ended' }
    expect(resultsKept.judge(record(ended, reported, another, killed, next)).verdict).toBe('fail')
  })
})

describe('a result that the gateway never reported, before it started the next tool of the batch', () => {
  const calls = ['x', 'y'].map((id, n) => ({ id: `toolu_01${id}`, tool: 'ab'.charAt(n) }))
  const [first, second] = calls.map(
    ({ id, tool }): EntryBody => ({ kind: 'tool-started', call: id, tool, pid: 1, args: [] }),
  ) as [EntryBody, EntryBody]
  const batch = [...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), ...reply(0, '', ...calls), first]
  const next = asked(1, 0, turns('u:hi', 'a+toolu01x|+toolu01y', 'u=toolu01x:missing|=toolu01y:missing'))
  const judged = (...bodies: EntryBody[]) => resultsKept.judge(record(...batch, ...bodies, next)).verdict

  test('is owed', () => {
    expect(judged(ended, second)).toBe('fail')
  })

  test.each<[string, EntryBody[]]>([
    ['no tool followed', [ended]],
    ['a person had said something', [...accepted('n', 'wait'), ended, second]],
    ['its run had ended', [saw('r-m', 'done'), ended, second]],
    ['the gateway went down', [ended, second, { kind: 'gateway-exited', code: 1, signal: null, asked: true }]],
    ['it failed', [{ ...ended, end: 'failed' } as EntryBody, second]],
  ])('is not when %s', (_, bodies) => {
    expect(judged(...bodies)).not.toBe('fail')
  })
})

describe('a result that a request has had', () => {
  const had = [...accepted('m', 'hi'), ended, reported, asked(0, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1'))]
  const later = (text: string) => asked(1, 0, turns('u:hi', 'a+toolu01x', `u=toolu01x:${text}`))
  const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }

  test('is not missing in a later one', () => {
    const { findings } = resultsKept.judge(record(...had, later('No result provided')))
    expect(findings.map(({ says }) => says)).toEqual([
      'tool a finished, request 0 carries its result, and request 1 an invented one instead',
    ])
  })

  test.each([
    ['still there', [later('nonce1')]],
    ['pruned, in words that say so', [later('[old result cleared]')]],
    ['lost with the process', [exited, later('No result provided')]],
  ])('may be %s', (_, bodies) => {
    expect(resultsKept.judge(record(...had, ...bodies)).verdict).toBe('pass')
  })
})

test('a run without tools keeps every result', () => {
  expect(resultsKept.judge(record(asked(1, 0, turns('u:hi')))).verdict).toBe('pass')
})

test('a report that names no session is of the only one with such a call', () => {
  const nameless: EntryBody = { ...reported, session: '' } as EntryBody
  const made = (request: number): EntryBody[] => reply(request, '', { id: 'toolu_01x', tool: 'a' })
  const base = [...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), ...made(0)]
  const next = asked(1, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:No result provided'))
  expect(resultsKept.judge(record(...base, ended, nameless, next)).verdict).toBe('fail')
  const side = [...accepted('n', 'ho', 'side'), asked(2, 1, turns('u:ho')), ...made(2)]
  expect(resultsKept.judge(record(...base, ...side, ended, nameless, next)).verdict).toBe('pass')
})

test('a request of another session owes nothing', () => {
  const sent = (message: string, session: string): EntryBody => ({
    kind: 'client-sent',
    message,
    session,
    what: 'message',
    text: message,
  })
  const messages = [sent('m1', 'main'), sent('m2', 'side')]
  const own = asked(2, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1'))
  expect(resultsKept.judge(record(...messages, ended, reported, asked(1, 1, turns('u:m2')), own)).verdict).toBe('pass')
})

test('where two sessions have calls with one id, each owes its own result only', () => {
  const sent = (message: string, session: string): EntryBody => ({
    kind: 'client-sent',
    message,
    session,
    what: 'message',
    text: message,
  })
  const calls = (request: number, tool: string): EntryBody[] => [
    asked(request, request, turns('u:hi')),
    { kind: 'provider-replying', request, status: 200, text: '', calls: [{ id: 'toolu_01x', tool }] },
  ]
  const both = [sent('m1', 'main'), sent('m2', 'side'), ...calls(0, 'a'), ...calls(1, 'b')]
  const other: EntryBody = { ...ended, tool: 'b', text: 'nonce2' }
  const next = asked(2, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1'))
  expect(resultsKept.judge(record(...both, ended, other, reported, next)).findings).toEqual([])
  const mixedUp = asked(2, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce2'))
  expect(resultsKept.judge(record(...both, ended, other, reported, mixedUp)).findings).toHaveLength(1)
})

test('cannot tell without a later request', () => {
  expect(resultsKept.judge(record(ended, reported)).verdict).toBe('inconclusive')
})

describe('a result is not owed', () => {
  const order = (what: 'stop' | 'reset'): EntryBody[] => [
    { kind: 'client-sent', message: 'm', session: 'main', what, text: `/${what}` },
    { kind: 'client-acknowledged', message: 'm', ok: true, detail: '' },
  ]
  const started: EntryBody = { kind: 'tool-started', call: 'toolu_01x', tool: 'a', pid: 1, args: [] }
  const ordered: EntryBody = { kind: 'tool-ordered', call: 'toolu_01x', tool: 'a', order: 'finish', text: 'nonce1' }
  const next = asked(1, 0, turns('u:hi'))
  const judged = (...bodies: EntryBody[]) => resultsKept.judge(record(started, ...bodies, next)).verdict

  test('when the tool was told to return only after its run was stopped', () => {
    expect(judged(...order('stop'), reported, ordered, ended)).toBe('pass')
    expect(judged(ordered, ended, reported, ...order('stop'))).toBe('fail')
  })

  test('when the gateway had taken the stop before it told of the end', () => {
    expect(judged(ordered, ended, ...order('stop'), reported)).toBe('pass')
  })

  test('when what the gateway told of was another end, before the tool was told to return', () => {
    expect(judged(reported, ordered, ended)).toBe('pass')
  })

  test('when the person threw the history away', () => {
    expect(judged(ordered, ended, reported, ...order('reset'))).toBe('pass')
    expect(judged(...order('reset'), ordered, ended, reported)).toBe('pass')
  })
})

test('the conversations of two spawned sessions whose calls have the same ids are held apart', () => {
  const batch = (turn: number, tool: string): EntryBody[] => [
    asked(turn, turn, turns('u:task')),
    ...reply(turn, '', { id: 'x', tool }),
    { kind: 'tool-started', call: 'x', tool, pid: turn, args: [] },
    { kind: 'tool-ended', call: 'x', tool, end: 'finished', text: `${tool} returned` },
    { kind: 'tool-reported', session: `subagent ${turn}`, call: 'x', phase: 'ended' },
  ]
  const next = (turn: number, result: string) => asked(turn + 2, turn, turns('u:task', 'a+x', `u=x:${result}`))
  const both = [...accepted('m', 'go'), ...batch(1, 'b'), ...batch(2, 'c')]
  expect(resultsKept.judge(record(...both, next(2, 'c returned'), next(1, 'b returned'))).findings).toEqual([])
  expect(resultsKept.judge(record(...both, next(2, 'b returned'), next(1, 'c returned'))).verdict).toBe('fail')
})
