import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  exited,
  finished,
  liberties,
  ran,
  record,
  reply,
  saw,
  started,
  stopped,
  turns,
} from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { stopStops } from './stop-stops.ts'

const judgedBy = (profile: Profile, ...bodies: EntryBody[]) =>
  stopStops.judge(evidenceOf(record(...bodies, ...atRest), profile))
const verdictOf = (...bodies: EntryBody[]) => judgedBy(plainProfile, ...bodies).verdict

const batch = [
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  ...reply(0, '', { id: 'x', tool: 'a' }),
  ...ran('x', 'a', 1),
]
const goesOn = asked(1, 0, turns('u:compare', 'a+x', 'u!x:stopped'))
const aborted = saw('r-m1', '', { what: 'aborted' })

describe('after a stop was acknowledged', () => {
  test('passes when nothing follows', () => {
    expect(verdictOf(...batch, ...stopped('s'), aborted)).toBe('pass')
  })

  test('fails when a request of the stopped run follows', () => {
    const { verdict, findings } = judgedBy(plainProfile, ...batch, ...stopped('s'), goesOn, ...reply(1, 'alike'))
    expect(verdict).toBe('fail')
    expect(findings[0]?.entries).toEqual(expect.arrayContaining([9]))
  })

  test('passes when the next message is asked about', () => {
    const next = [...accepted('m2', 'and?'), asked(1, 1, turns('u:compare', 'a+x', 'u!x:stopped', 'u:and?'))]
    expect(verdictOf(...batch, ...stopped('s'), aborted, ...next, ...reply(1, 'yes'))).toBe('pass')
  })

  test('passes for a request that the gateway hung up on itself, since it was on its way', () => {
    const gone: EntryBody = { kind: 'provider-replied', request: 1, end: 'client-gone' }
    expect(verdictOf(...batch, ...stopped('s'), goesOn, gone)).toBe('pass')
  })

  test('fails for a request before the acknowledgement that tells of the tool that the stop has ended', () => {
    const gone: EntryBody = { kind: 'tool-ended', call: 'x', tool: 'a', end: 'gone', text: '' }
    const [sent, acknowledged] = stopped('s') as [EntryBody, EntryBody]
    expect(verdictOf(...batch, sent, goesOn, ...reply(1, 'alike'), gone, acknowledged)).toBe('fail')
    const onItsWay = asked(1, 0, turns('u:compare'))
    expect(verdictOf(...batch, sent, onItsWay, ...reply(1, 'alike'), gone, acknowledged)).toBe('pass')
  })

  test('passes for another session', () => {
    const side = [...accepted('m2', 'and?', 'side'), asked(2, 1, turns('u:and?'))]
    expect(verdictOf(...side, ...batch, ...stopped('s'), ...reply(2, '', { id: 'y', tool: 'b' }))).toBe('pass')
    const goesOnThere = [...reply(2, '', { id: 'y', tool: 'b' }), ...stopped('s'), asked(3, 1, turns('u:and?', 'a+y'))]
    expect(verdictOf(...side, ...batch, ...goesOnThere)).toBe('pass')
  })

  test('passes when it found nothing to stop', () => {
    const nothing = stopped('s').map((body) =>
      body.kind === 'client-acknowledged' ? { ...body, stopped: 'nothing' as const } : body,
    )
    expect(verdictOf(...batch, ...nothing, goesOn, ...reply(1, 'alike'))).toBe('pass')
  })

  test('passes when the gateway names the runs that it stopped, and this is none of them', () => {
    const named = (run: string) =>
      stopped('s').map((body) => (body.kind === 'client-acknowledged' ? { ...body, stoppedRuns: [run] } : body))
    expect(verdictOf(...batch, ...named('r-other'), goesOn, ...reply(1, 'alike'))).toBe('pass')
    expect(verdictOf(...batch, ...named('r-m1'), goesOn, ...reply(1, 'alike'))).toBe('fail')
  })

  test('passes for a restart that takes the turn up, which other claims judge', () => {
    const killed = [exited('SIGKILL'), ...started]
    expect(verdictOf(...batch, ...stopped('s'), ...killed, goesOn, ...reply(1, 'alike'))).toBe('pass')
  })

  test('fails when the stopped run calls the model again and again', () => {
    const again = [goesOn, ...reply(1, '', { id: 'y', tool: 'b' }), asked(2, 0, turns('u:compare', 'a+y', 'u=y:1'))]
    expect(verdictOf(...batch, ...stopped('s'), ...again, ...reply(2, 'done'))).toBe('fail')
  })
})

describe('a message that waited when the stop came', () => {
  const waiting = [...batch, ...accepted('m2', 'and the fourth?'), ...stopped('s'), aborted]
  const runs = [asked(1, 1, turns('u:compare', 'a+x', 'u!x:stopped', 'u:and the fourth?')), ...reply(1, 'it differs')]

  test('does not run where the gateway says that a stop ends it, too', () => {
    expect(judgedBy(liberties('stops-the-queue'), ...waiting, ...runs).verdict).toBe('fail')
    expect(judgedBy(liberties('stops-the-queue'), ...waiting).verdict).toBe('pass')
  })

  test('runs where the gateway says that a stop leaves it', () => {
    expect(judgedBy(liberties('keeps-the-queue'), ...waiting, ...runs).verdict).toBe('pass')
    expect(judgedBy(liberties('keeps-the-queue'), ...waiting).verdict).toBe('fail')
  })

  test('may do either where the gateway says nothing', () => {
    expect(verdictOf(...waiting, ...runs)).toBe('pass')
    expect(verdictOf(...waiting)).toBe('pass')
  })

  test('that came only after the stop runs anyway', () => {
    const later = [...batch, ...stopped('s'), aborted, ...accepted('m2', 'and the fourth?')]
    expect(judgedBy(liberties('stops-the-queue'), ...later, ...runs).verdict).toBe('pass')
  })
})

describe('messages that wait', () => {
  const waiting = [
    ...batch,
    ...accepted('m2', 'and the fourth?'),
    ...accepted('m3', 'and the fifth?'),
    ...finished('x', 'a', 'a returned one'),
    asked(1, 0, turns('u:compare', 'a+x', 'u=x:a returned one')),
    ...reply(1, 'alike'),
    saw('r-m1', 'alike'),
  ]
  const answers = (request: number, number: number, text: string) => [
    asked(request, number, turns('u:compare', 'a+x', 'u=x:a returned one', 'a:alike', text)),
    ...reply(request, `yes, ${text}`),
  ]

  test('are answered in the order in which they were accepted', () => {
    const inOrder = [...answers(2, 1, 'u:and the fourth?'), ...answers(3, 2, 'u:and the fifth?')]
    expect(verdictOf(...waiting, ...inOrder)).toBe('pass')
    const turned = [...answers(2, 2, 'u:and the fifth?'), ...answers(3, 1, 'u:and the fourth?')]
    expect(verdictOf(...waiting, ...turned)).toBe('fail')
    expect(judgedBy(liberties('answers-out-of-order'), ...waiting, ...turned).verdict).toBe('pass')
  })

  test('of two sessions have no order among them', () => {
    const both = [...accepted('m1', 'compare'), ...accepted('m2', 'and?', 'side')]
    const turned = [
      asked(0, 1, turns('u:and?')),
      ...reply(0, 'no'),
      asked(1, 0, turns('u:compare')),
      ...reply(1, 'yes'),
    ]
    expect(verdictOf(...both, ...turned)).toBe('pass')
  })

  test('may be turned when the second was sent before the first was accepted', () => {
    const [sent, ack] = accepted('m1', 'compare') as [EntryBody, EntryBody]
    const [other, otherAck] = accepted('m2', 'and?') as [EntryBody, EntryBody]
    const turned = [asked(0, 1, turns('u:and?')), ...reply(0, 'no'), asked(1, 0, turns('u:and?', 'u:compare'))]
    expect(verdictOf(sent, other, otherAck, ack, ...turned)).toBe('pass')
    expect(verdictOf(sent, ack, other, otherAck, ...turned)).toBe('fail')
  })
})

describe('a stop of one run', () => {
  const waiting = accepted('m2', 'and a fourth')
  const stopOf = (run: string): EntryBody[] => [
    { kind: 'client-sent', message: 's', session: 'main', what: 'abort', text: 'stop', run },
    { kind: 'client-acknowledged', message: 's', ok: true, detail: '', stopped: 'at once', stoppedRuns: [run] },
  ]
  const ended = saw('r-m2', '', { what: 'aborted' })

  test('passes when it ends that run only', () => {
    expect(verdictOf(...batch, ...waiting, ...stopOf('r-m2'), ended)).toBe('pass')
    expect(verdictOf(...batch, ...waiting, ...stopOf('r-m2'), ended, ...stopped('s2'), aborted)).toBe('pass')
  })

  test('fails when it ends another run of its session', () => {
    const { findings } = judgedBy(plainProfile, ...batch, ...waiting, ...stopOf('r-m2'), ended, aborted)
    expect(findings.map(({ says }) => says)).toEqual(['a stop of another run has ended that of "compare"'])
  })
})
