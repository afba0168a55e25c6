import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody, Stopped } from '../record/entry.ts'
import {
  accepted,
  asked,
  exited,
  finished,
  permission,
  ran,
  record,
  replied,
  reply,
  started,
  stopped,
  turns,
} from '../record/example.ts'
import { toolRunsOnce } from './tool-runs-once.ts'

const before = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'))]
const made = [...before, ...reply(0, '', { id: 'x', tool: 'a' }, { id: 'y', tool: 'b' })]
const judge = (...bodies: EntryBody[]) => toolRunsOnce.judge(evidenceOf(record(...bodies)))
const says = (...bodies: EntryBody[]) => judge(...bodies).findings.map((finding) => finding.says)

test('passes when each call runs once', () => {
  expect(judge(...made, ...ran('x', 'a', 1), ...ran('y', 'b', 2)).verdict).toBe('pass')
})

test('fails when a call runs twice, as after a restart that has forgotten it', () => {
  const { verdict, findings } = judge(...made, ...ran('x', 'a', 1), ...ran('x', 'a', 2))
  expect(verdict).toBe('fail')
  expect(findings).toEqual([
    {
      says: 'tool a ran 2 times for one call',
      expected: 'it runs once',
      actual: 'it ran 2 times',
      entries: [6, 8],
      excerpt: ['call x, pid 1, at 60 ms', 'call x, pid 2, at 80 ms'],
    },
  ])
})

test('an id that the model used twice may run twice, for the same tool or another', () => {
  const again = [asked(1, 0, turns('u:compare')), ...reply(1, '', { id: 'x', tool: 'a' }, { id: 'x', tool: 'c' })]
  expect(judge(...made, ...ran('x', 'a', 1), ...again, ...ran('x', 'a', 2), ...ran('x', 'c', 3)).verdict).toBe('pass')
})

describe('a turn that is asked for again', () => {
  const once = [...made, ...ran('x', 'a', 1), ...finished('x', 'a', 'nonce1')]
  const again = (...short: string[]) => [
    asked(1, 0, turns(...short)),
    ...reply(1, '', { id: 'z', tool: 'a' }),
    ...ran('z', 'a', 2),
  ]

  test('fails when the tool had finished, and the model is asked as if it had not', () => {
    const { findings } = judge(...once, ...again('u:compare'))
    expect(findings[0]).toMatchObject({
      says: 'tool a ran again: it had finished and been reported, and request 2 asks as if it had not',
      entries: [8, 9, 10, 14],
    })
    expect(findings[0]?.excerpt).toContain('request 2 ends with: "compare"')
  })

  test('passes when the model is told that it was interrupted, or of the call', () => {
    expect(says(...once, ...again('u:compare', 'u:your turn was interrupted'))).toEqual([])
    expect(says(...once, ...again('u:compare', 'a+x', 'u=x:No result provided'))).toEqual([])
  })

  test('passes when the first run was never reported, or had not finished', () => {
    expect(says(...once.slice(0, -1), ...again('u:compare'))).toEqual([])
    expect(says(...made, ...ran('x', 'a', 1), ...again('u:compare'))).toEqual([])
  })

  test('fails also where another turn had called the same tool before', () => {
    const earlier = [
      ...accepted('m0', 'begin'),
      asked(9, 0, turns('u:begin')),
      ...reply(9, '', { id: 'w', tool: 'a' }),
      ...ran('w', 'a', 9),
      ...finished('w', 'a', 'nonce0'),
    ]
    const second = (request: number, id: string) => [
      asked(request, 1, turns('u:compare')),
      ...reply(request, '', { id, tool: 'a' }),
      ...ran(id, 'a', request),
    ]
    const bodies = [...earlier, ...accepted('m1', 'compare'), ...second(0, 'x'), ...finished('x', 'a', 'nonce1')]
    expect(says(...bodies)).toEqual([])
    expect(says(...bodies, ...second(1, 'z'))).toHaveLength(1)
  })

  test('passes for another turn of the same session', () => {
    const later = [...accepted('m2', 'again'), asked(1, 1, turns('u:compare')), ...reply(1, '', { id: 'z', tool: 'a' })]
    expect(says(...once, ...later, ...ran('z', 'a', 2))).toEqual([])
  })
})

describe('after a stop', () => {
  test('fails when a tool of the stopped run is started', () => {
    const { findings } = judge(...made, ...ran('x', 'a', 1), ...stopped('m2'), ...ran('y', 'b', 2))
    expect(findings[0]).toEqual({
      says: 'tool b was started after the stop of its run had been acknowledged',
      expected: 'no tool of the run starts after the acknowledgement',
      actual: 'tool b started 20 ms after it',
      entries: [7, 8, 9, 10],
      excerpt: ['the stop was acknowledged: {"ok":true,"aborted":true}', '20 ms later: call y, pid 2'],
    })
  })

  test('fails when the stopped run goes on to call more tools', () => {
    const more = [asked(1, 0, turns('u:compare')), ...reply(1, '', { id: 'z', tool: 'c' })]
    expect(says(...made, ...stopped('m2'), ...more, ...ran('z', 'c', 3))).toHaveLength(1)
  })

  test('passes for a tool that the gateway had started before, and that told us late', () => {
    const [reported, started] = ran('x', 'a', 1) as [EntryBody, EntryBody]
    expect(says(...made, reported, ...stopped('m2'), started)).toEqual([])
  })

  test('passes for the next message, for one that waited, and for another session', () => {
    const next = (turn: number) => [asked(1, turn, turns('u:compare')), ...reply(1, '', { id: 'z', tool: 'c' })]
    expect(says(...made, ...stopped('m2'), ...accepted('m3', 'next'), ...next(1), ...ran('z', 'c', 3))).toEqual([])
    expect(says(...made, ...accepted('m2', 'waits'), ...stopped('m3'), ...next(1), ...ran('z', 'c', 3))).toEqual([])
    expect(says(...made, ...stopped('m2', 'side'), ...ran('x', 'a', 1))).toEqual([])
  })

  test('passes for a run that the gateway does not name among those that it has stopped', () => {
    const naming = (...stoppedRuns: string[]) =>
      stopped('m3').map((body) => (body.kind === 'client-acknowledged' ? { ...body, stoppedRuns } : body))
    const waits = [...made, ...accepted('m2', 'waits')]
    expect(says(...waits, ...naming('r-m2'), ...ran('x', 'a', 1))).toEqual([])
    expect(says(...waits, ...naming('r-m1', 'r-m2'), ...ran('x', 'a', 1))).not.toEqual([])
  })

  test('passes when the gateway has stopped nothing, or not yet', () => {
    const answered = (how: Stopped) =>
      stopped('m2').map((body) => (body.kind === 'client-acknowledged' ? { ...body, stopped: how } : body))
    expect(says(...made, ...answered('nothing'), ...ran('x', 'a', 1))).toEqual([])
    expect(says(...made, ...answered('later'), ...ran('x', 'a', 1))).toEqual([])
  })
})

test('cannot be fooled by a run without tools', () => {
  expect(judge(...before, replied(0)).verdict).toBe('pass')
})

describe('a person who is asked first', () => {
  test('lets a tool start by allowing it, again by allowing it again, and not another', () => {
    expect(says(...made, ...permission('x', 'allowed'), ...ran('x', 'a', 1))).toEqual([])
    expect(says(...made, ...permission('x', 'allowed'), ...permission('y', 'declined'), ...ran('y', 'b', 1))).toEqual([
      'tool b was started although the person had declined it',
    ])
    const again = [...permission('x', 'declined'), ...permission('x', 'allowed'), ...ran('x', 'a', 1)]
    expect(says(...made, ...again)).toEqual([])
  })

  test('has not answered yet, or answers after a restart only: nothing may start', () => {
    const early = [...permission('x'), ...ran('x', 'a', 1)]
    const why = 'tool a was started before anybody had allowed it'
    expect(says(...made, ...early, ...permission('x', 'allowed').slice(1))).toEqual([why])
    expect(says(...made, ...permission('x'), exited('SIGKILL'), ...started, ...ran('x', 'a', 1))).toEqual([why])
  })

  test('was asked in another session about a call with the same id', () => {
    expect(says(...made, ...permission('x', 'declined', 'other'), ...ran('x', 'a', 1))).toEqual([])
  })

  test('takes the question back when everything is stopped', () => {
    expect(says(...made, ...permission('x', 'withdrawn'), ...ran('x', 'a', 1))).toEqual([
      'tool a was started after a stop, which had ended the question whether it may run',
    ])
  })
})
