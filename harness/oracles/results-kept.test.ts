import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, begun, liberties, record, reply, saw, stopped, stored, turns } from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { resultsKept } from './results-kept.ts'

const call = { id: 'toolu_01x', tool: 'a' }
const started: EntryBody = { kind: 'tool-started', call: call.id, tool: 'a', pid: 1, args: [] }
const ordered: EntryBody = { kind: 'tool-ordered', call: call.id, tool: 'a', order: 'finish', text: 'nonce1' }
const ended: EntryBody = { kind: 'tool-ended', call: call.id, tool: 'a', end: 'finished', text: 'nonce1' }
const reported: EntryBody = { kind: 'tool-reported', session: 'main', call: call.id, phase: 'ended' }
const called = [...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), ...reply(0, '', call), started]
const judgedBy = (profile: Profile, ...bodies: EntryBody[]) => resultsKept.judge(evidenceOf(record(...bodies), profile))
const judged = (...bodies: EntryBody[]) => judgedBy(plainProfile, begun(), ...called, ...bodies)
const judge = (...short: string[]) => judged(ended, reported, asked(1, 0, turns(...short)))
const lost = asked(1, 0, turns('u:hi', 'a+toolu_01x', 'u=toolu_01x:No result provided'))

test('passes when the next request carries the result once, whatever became of the punctuation of the id', () => {
  expect(judge('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1').verdict).toBe('pass')
})

test.each([
  [
    'an altered result',
    ['u:hi', 'a+toolu01x', 'u=toolu01x:No result provided'],
    'was altered in request 2 of session main',
  ],
  [
    'a result told twice',
    ['u:hi', 'a+toolu01x', 'u=toolu01x:nonce1|=toolu01x:nonce1'],
    'is in request 2 of session main twice',
  ],
  [
    'a result under the id of another call',
    ['u:hi', 'a+toolu01x|+y', 'u=y:nonce1'],
    'stands at another call in request 2 of session main',
  ],
  ['a call without its result', ['u:hi', 'a+toolu01x'], 'was lost: request 2 of session main has its call without it'],
  [
    'a lost call',
    ['u:hi', 'u:still there?'],
    'was lost: request 2 of session main has neither its call nor its result',
  ],
  [
    'a flag that nothing asked for',
    ['u:hi', 'a+toolu01x', 'u!toolu01x:nonce1'],
    'has another error flag in request 2 of session main',
  ],
])('fails for %s', (_, short, says) => {
  const { verdict, findings } = judge(...short)
  expect(verdict).toBe('fail')
  expect(findings[0]?.says).toBe(`tool a's result ${says}`)
})

test('calls a result invented where it has the words that the gateway invents', () => {
  const profile = { ...plainProfile, lexicon: { ...plainProfile.lexicon, invented: ['^no result provided'] } }
  const { findings } = judgedBy(profile, ...called, ended, reported, lost)
  expect(findings[0]).toMatchObject({
    says: "tool a's result was lost: request 2 of session main has an invented result in its place",
    expected: 'nonce1',
    actual: 'No result provided',
  })
})

test('shows what the tool returned, what the request says, and what is stored', () => {
  const conversation = turns('u:hi', 'a+toolu01x', 'u=toolu01x:No result provided')
  const missing = turns('u:hi', 'a+toolu_01x', 'u=toolu_01x:missing')
  const ofAnother: EntryBody = { kind: 'transcript-stored', session: 'side', source: 't.jsonl', turns: missing }
  const { findings } = judged(ended, reported, asked(1, 0, conversation), stored(missing), ofAnother)
  expect(findings[0]?.excerpt).toEqual([
    'the tool returned: "nonce1"',
    'request 2 of session main: "No result provided"',
    'stored in s.jsonl, line 3: "missing"',
  ])
})

test('a result that the gateway never reported is not owed, nor one that came after it had given the tool up', () => {
  expect(judged(ordered, ended, asked(1, 0, turns('u:hi'))).verdict).toBe('inconclusive')
  const resisted: EntryBody = { kind: 'tool-resisted', call: call.id, tool: 'a' }
  expect(judged(resisted, ordered, ended, reported, lost).verdict).toBe('pass')
  expect(judged(ordered, resisted, ended, reported, lost).verdict).toBe('fail')
})

test('two tools may return the same', () => {
  const second = { id: 'toolu_01y', tool: 'b' }
  const other: EntryBody = { ...ended, call: second.id, tool: 'b' } as EntryBody
  const batch = [
    ...accepted('m', 'hi'),
    asked(0, 0, turns('u:hi')),
    ...reply(0, '', call, second),
    ended,
    reported,
    other,
  ]
  const next = (...short: string[]) => asked(1, 0, turns('u:hi', 'a+toolu01x|+toolu01y', ...short))
  const both = next('u=toolu01x:nonce1|=toolu01y:nonce1')
  expect(judgedBy(plainProfile, ...batch, { ...reported, call: second.id } as EntryBody, both).verdict).toBe('pass')
  const thrice = next('u=toolu01x:nonce1|=toolu01y:nonce1', 'u=toolu01y:nonce1')
  expect(judgedBy(plainProfile, ...batch, { ...reported, call: second.id } as EntryBody, thrice).verdict).toBe('fail')
})

test('a result that a request carries before its end is noted is kept', () => {
  const next = asked(1, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1'))
  expect(judged(ordered, next, ended, reported, ...reply(1, 'done')).verdict).toBe('pass')
  expect(judged(ordered, next, reported, ...reply(1, 'done'), ended).verdict).toBe('pass')
})

test('a tool without a call of the model belongs to nothing', () => {
  const without = [...accepted('m', 'hi'), started, ended, reported, asked(0, 0, turns('u:hi'))]
  expect(judgedBy(plainProfile, ...without).findings).toEqual([])
})

describe('a gateway that is killed', () => {
  const killed: EntryBody = { kind: 'gateway-signalled', signal: 'SIGKILL' }
  const tellsFirst = (...bodies: EntryBody[]) =>
    judgedBy(liberties('tells-before-storing'), begun(), ...called, ...bodies).verdict

  test('owes what it has told, also when that was the last that it did', () => {
    expect(judged(ended, reported, killed, lost).verdict).toBe('fail')
  })

  test('owes no result whose report was the last that it did, where it tells before it stores', () => {
    expect(tellsFirst(ended, reported, killed, lost)).toBe('pass')
    expect(tellsFirst(ordered, ended, reported, killed, lost)).toBe('pass')
  })

  test.each<[string, EntryBody[]]>([
    ['by somebody else', [{ kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: false }]],
    ['when it stood still', [{ kind: 'gateway-signalled', signal: 'SIGSTOP' }, killed]],
  ])('owes none either when it is killed %s', (_, bodies) => {
    expect(tellsFirst(ended, reported, ...bodies, lost)).toBe('pass')
  })

  test('owes it when it had been asked to go before, or has gone by itself', () => {
    const term: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
    const crash: EntryBody = { kind: 'gateway-exited', code: 1, signal: null, asked: false }
    expect(judged(ended, reported, term, killed, lost).verdict).toBe('fail')
    expect(judged(ended, reported, crash, killed, lost).verdict).toBe('fail')
  })

  test('owes it no more when it told another client the same, before the kill or on a slower way', () => {
    expect(tellsFirst(ended, reported, reported, killed, lost)).toBe('pass')
    expect(tellsFirst(ended, reported, killed, reported, lost)).toBe('pass')
  })

  test('owes one that it reported before another', () => {
    const another: EntryBody = { kind: 'tool-reported', session: 'main', call: 'toolu_01y', phase: 'ended' }
    expect(judged(ended, reported, another, killed, lost).verdict).toBe('fail')
  })

  test('owes one that it had sent to the model', () => {
    const had = asked(1, 0, turns('u:hi', 'a+toolu_01x', 'u=toolu_01x:nonce1'))
    const next = asked(2, 0, turns('u:hi', 'a+toolu_01x', 'u=toolu_01x:No result provided'))
    expect(judged(ended, reported, had, ...reply(1, 'done'), killed, next).verdict).toBe('fail')
    expect(judged(ended, reported, had, ...reply(1, 'done'), killed, { ...had, request: 2 } as EntryBody).verdict).toBe(
      'pass',
    )
  })
})

describe('a result that the gateway never reported, before it started the next tool of the batch', () => {
  const calls = [call, { id: 'toolu_01y', tool: 'b' }]
  const second: EntryBody = { kind: 'tool-started', call: 'toolu_01y', tool: 'b', pid: 2, args: [] }
  const batch = [...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), ...reply(0, '', ...calls), started]
  const next = asked(1, 0, turns('u:hi', 'a+toolu01x|+toolu01y', 'u=toolu01x:missing|=toolu01y:missing'))
  const verdictOf = (...bodies: EntryBody[]) => judgedBy(plainProfile, ...batch, ...bodies, next).verdict

  test('is owed', () => {
    expect(verdictOf(ended, second)).toBe('fail')
  })

  test.each<[string, EntryBody[]]>([
    ['no tool followed', [ended]],
    ['a person had said something', [...accepted('n', 'wait'), ended, second]],
    ['its run had ended', [saw('r-m', 'done'), ended, second]],
    ['the gateway went down', [ended, second, { kind: 'gateway-exited', code: 1, signal: null, asked: true }]],
    ['it failed', [{ ...ended, end: 'failed' } as EntryBody, second]],
  ])('is not when %s', (_, bodies) => {
    expect(verdictOf(...bodies)).not.toBe('fail')
  })
})

describe('a result that a request has had', () => {
  const had = [ended, reported, asked(1, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1')), ...reply(1, 'done')]
  const later = (text: string) => asked(2, 0, turns('u:hi', 'a+toolu01x', `u=toolu01x:${text}`, 'a:done'))
  const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }

  test('is still there in a later one, after a restart too', () => {
    expect(judged(...had, later('nonce1')).verdict).toBe('pass')
    expect(judged(...had, exited, later('nonce1')).verdict).toBe('pass')
  })

  test('is not altered in a later one, after a restart neither', () => {
    const says = ["tool a's result was altered in request 3 of session main"]
    expect(judged(...had, later('No result provided')).findings.map((finding) => finding.says)).toEqual(says)
    expect(judged(...had, exited, later('No result provided')).findings.map((finding) => finding.says)).toEqual(says)
  })

  test('may be replaced by a notice of a gateway that says so, in its words only', () => {
    const profile = liberties({ name: 'cuts-results', pattern: '^\\[old result cleared\\]$' })
    const verdictOf = (text: string, by: Profile) => judgedBy(by, ...called, ...had, later(text)).verdict
    expect(verdictOf('[old result cleared]', profile)).toBe('pass')
    expect(verdictOf('[old result cleared]', plainProfile)).toBe('fail')
    expect(verdictOf('No result provided', profile)).toBe('fail')
  })

  test('is each turn’s own where the ids of calls repeat from turn to turn', () => {
    const again: EntryBody[] = [
      ...accepted('n', 'again'),
      asked(2, 1, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1', 'a:done', 'u:again')),
      ...reply(2, '', call),
      started,
      { ...ended, text: 'nonce2' } as EntryBody,
      reported,
    ]
    const next = (first: string, second: string) => {
      const words = ['u:hi', 'a+toolu01x', `u=toolu01x:${first}`, 'a:done', 'u:again', 'a+toolu01x']
      return asked(3, 1, turns(...words, `u=toolu01x:${second}`))
    }
    expect(judged(...had, ...again, next('nonce1', 'nonce2')).findings).toEqual([])
    expect(judged(...had, ...again, next('nonce2', 'nonce1')).verdict).toBe('fail')
    expect(judged(...had, ...again, next('nonce1', 'nonce1')).verdict).toBe('fail')
  })
})

test('a run without tools keeps every result', () => {
  expect(judgedBy(plainProfile, asked(1, 0, turns('u:hi'))).verdict).toBe('pass')
})

test('a report that names no session is of the only one with such a call', () => {
  const nameless: EntryBody = { ...reported, session: '' } as EntryBody
  expect(judged(ended, nameless, lost).verdict).toBe('fail')
  const side = [...accepted('n', 'ho', 'side'), asked(2, 1, turns('u:ho')), ...reply(2, '', call)]
  expect(judged(...side, ended, nameless, lost).verdict).toBe('pass')
})

test('a request of another session owes nothing', () => {
  const own = asked(2, 0, turns('u:hi', 'a+toolu01x', 'u=toolu01x:nonce1'))
  const other = [...accepted('n', 'ho', 'side'), asked(1, 1, turns('u:ho'))]
  expect(judged(ended, reported, ...other, own).verdict).toBe('pass')
})

test('where two sessions have calls with one id, each owes its own result only', () => {
  const side = [...accepted('n', 'ho', 'side'), asked(1, 1, turns('u:ho')), ...reply(1, '', { ...call, tool: 'b' })]
  const both = [...side, ended, { ...ended, tool: 'b', text: 'nonce2' } as EntryBody, reported]
  const next = (text: string) => asked(2, 0, turns('u:hi', 'a+toolu01x', `u=toolu01x:${text}`))
  expect(judged(...both, next('nonce1')).findings).toEqual([])
  expect(judged(...both, next('nonce2')).findings).toHaveLength(1)
})

test('cannot tell without a later request', () => {
  expect(judged(ended, reported).verdict).toBe('inconclusive')
})

describe('a result is not owed', () => {
  const order = (what: 'stop' | 'reset'): EntryBody[] => [
    { kind: 'client-sent', message: 's', session: 'main', what, text: `/${what}` },
    { kind: 'client-acknowledged', message: 's', ok: true, detail: '' },
  ]
  const verdictOf = (...bodies: EntryBody[]) => judged(...bodies, asked(1, 0, turns('u:hi'))).verdict

  test('when the tool was told to return only after its run was stopped', () => {
    expect(verdictOf(...order('stop'), reported, ordered, ended)).toBe('pass')
    expect(verdictOf(ordered, ended, reported, ...order('stop'))).toBe('fail')
  })

  test('when the gateway had taken the stop before it told of the end', () => {
    expect(verdictOf(ordered, ended, ...stopped('s'), reported)).toBe('pass')
  })

  test('when what the gateway told of was another end, before the tool was told to return', () => {
    expect(verdictOf(reported, ordered, ended)).toBe('pass')
  })

  test('when the person threw the history away', () => {
    const next = asked(1, 0, turns('u:hi'))
    const verdictBy = (...bodies: EntryBody[]) =>
      judgedBy(liberties('forgets-after-reset'), ...called, ...bodies, next).verdict
    expect(verdictBy(ordered, ended, reported, ...order('reset'))).toBe('pass')
    expect(verdictBy(...order('reset'), ordered, ended, reported)).toBe('pass')
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
  const verdictOf = (first: string, second: string) =>
    judgedBy(plainProfile, ...both, next(2, first), next(1, second)).verdict
  expect(verdictOf('c returned', 'b returned')).toBe('pass')
  expect(verdictOf('b returned', 'c returned')).toBe('fail')
})
