import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  begun,
  finished,
  liberties,
  ran,
  record,
  reply,
  saw,
  stopped,
  stored,
  turns,
} from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

const calls = [{ id: 'x', tool: 'a', name: 'exec', input: { q: 1 } }]
const person = 'u:compare three companies'
const answer = 'a:they are alike'
const next = 'u:and the fourth?'
const message = 'a message of the person'

function deviationsIn(bodies: readonly EntryBody[], profile: Profile = plainProfile): string[] {
  return evidenceOf(record(...bodies), profile).deviations.map(inShort)
}

describe('messages that came while the first was under way', () => {
  const queued: EntryBody[] = [
    begun(),
    ...accepted('m1', 'compare three companies'),
    asked(0, 0, turns(person)),
    ...reply(0, 'let me look', ...calls.slice(0, 1)),
    ...ran('x', 'a', 1),
    ...accepted('m2', 'and the fourth?'),
    ...accepted('m3', 'and the fifth?'),
    ...finished('x', 'a', 'a returned one'),
  ]
  const called = 'a:let me look|+x:{"q":1}'
  const result = 'u=x:a returned one'
  const inNext = (held: readonly string[], profile?: Profile) =>
    deviationsIn([...queued, asked(1, 2, turns(...held)), ...reply(1, 'alike'), saw('r-m3', 'alike')], profile)

  test('may be one text in a gateway that says so', () => {
    const merged = [person, called, `${result}|:and the fourth?\nand the fifth?`]
    expect(inNext(merged, liberties('merges-messages'))).toEqual([])
    expect(inNext(merged)).toEqual([`altered: ${message}`, `altered: ${message}`])
  })

  test('may be a part of a result in a gateway that says so', () => {
    const [other] = accepted('m3', 'and the fifth?')
    const alone = queued.filter((body) => JSON.stringify(body) !== JSON.stringify(other))
    const folded = asked(1, 1, turns(person, called, `${result}\n\n[the person said] and the fourth?`))
    const bodies = [...alone, folded, ...reply(1, 'alike'), saw('r-m2', 'alike')]
    expect(deviationsIn(bodies, liberties('folds-messages'))).toEqual([])
    expect(deviationsIn(bodies, liberties('wraps-results'))).toEqual([`missing: ${message}`])
  })

  test('stand there each, and in order', () => {
    const each = [person, called, `${result}|:and the fourth?|:and the fifth?`]
    expect(inNext(each)).toEqual([])
    const swapped = [person, called, `${result}|:and the fifth?|:and the fourth?`]
    expect(inNext(swapped)).toEqual([`moved: ${message}`])
    expect(inNext(swapped, liberties('answers-out-of-order'))).toEqual([])
  })
})

describe('a turn that a stop has interrupted', () => {
  const interrupted: EntryBody[] = [
    begun(),
    ...accepted('m1', 'compare three companies'),
    asked(0, 0, turns(person)),
    ...reply(0, 'let me look', ...calls.slice(0, 1)),
    ...ran('x', 'a', 1),
    ...stopped('s'),
    saw('r-m1', '', { what: 'aborted' }),
    ...accepted('m2', 'and the fourth?'),
  ]
  const inNext = (held: readonly string[], profile?: Profile) =>
    deviationsIn([...interrupted, asked(1, 1, turns(...held)), ...reply(1, 'it differs')], profile)
  const called = 'a:let me look|+x:{"q":1}'

  test('is kept, or dropped by a gateway that says so', () => {
    const kept = [person, called, 'u!x:stopped', next]
    expect(inNext(kept)).toEqual([])
    const dropped = [person, next]
    expect(inNext(dropped, liberties('drops-interrupted'))).toEqual([])
    expect(inNext(dropped)).toEqual([`missing: the model's reply with call a`])
  })

  test('may be dropped as well when its answer had come whole and nobody was shown it', () => {
    const bodies = (...before: EntryBody[]) => [
      ...[begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person))],
      ...[...reply(0, 'let me look', ...calls.slice(0, 1)), ...finished('x', 'a', 'it rains')],
      ...[asked(1, 0, turns(person, called, 'u=x:it rains')), ...reply(1, 'they are alike'), ...before],
      ...[...accepted('m2', 'and the fourth?'), asked(2, 1, turns(person, next))],
    ]
    const stop = [...stopped('s'), saw('r-m1', '', { what: 'aborted' })]
    expect(deviationsIn(bodies(...stop), liberties('drops-interrupted'))).toEqual([])
    expect(deviationsIn(bodies(saw('r-m1', 'they are alike'), ...stop), liberties('drops-interrupted'))).not.toEqual([])
  })

  test('keeps the message of the person', () => {
    expect(inNext([next], liberties('drops-interrupted'))).toEqual([`missing: ${message}`])
  })

  test('whose client was told that it failed may lose its message in a gateway that says so', () => {
    const failed = [
      ...accepted('m1', 'compare three companies'),
      asked(0, 0, turns(person)),
      saw('r-m1', '500: terminated', { what: 'error' }),
      ...accepted('m2', 'and the fourth?'),
      asked(1, 1, turns(next)),
      ...reply(1, 'it differs'),
    ]
    expect(deviationsIn(failed, liberties('drops-failed-messages'))).toEqual([])
    expect(deviationsIn(failed)).toEqual([`missing: ${message}`])
    const told = failed.filter((body) => body.kind !== 'client-saw')
    expect(deviationsIn(told, liberties('drops-failed-messages'))).toEqual([`missing: ${message}`])
  })

  test('is marked by a gateway that says so', () => {
    const marked = [person, called, 'u!x:stopped', 'a:[interrupted by the user]', next]
    expect(inNext(marked, liberties({ name: 'marks-interrupted', pattern: '^\\[interrupted' }))).toEqual([])
    expect(inNext(marked)).toEqual(['stranger: [interrupted by the user]'])
    expect(inNext(marked, liberties({ name: 'marks-interrupted', pattern: '^\\[halted' }))).toEqual([
      'stranger: [interrupted by the user]',
    ])
  })
})

describe('an attempt that broke off', () => {
  const broken: EntryBody[] = [
    begun(),
    ...accepted('m1', 'compare three companies'),
    asked(0, 0, turns(person)),
    { kind: 'provider-replying', request: 0, status: 200, text: 'they are alike', calls: [] },
    { kind: 'provider-broke', request: 0 },
    { kind: 'provider-replied', request: 0, end: 'broken' },
    asked(1, 0, turns(person)),
    ...reply(1, 'they are alike'),
    saw('r-m1', 'they are alike'),
    ...atRest,
  ]
  const attempt = { ...turns('a:they a')[0], ended: 'error' } as ReturnType<typeof turns>[number]
  const [first, last] = turns(person, answer) as [typeof attempt, typeof attempt]

  test('stays in the store of a gateway that says so', () => {
    const held = stored([first, attempt, last])
    expect(deviationsIn([...broken, held], liberties('keeps-broken-attempts'))).toEqual([])
    expect(deviationsIn([...broken, held])).not.toEqual([])
  })

  test('does not stay in a request', () => {
    const later = [...accepted('m2', 'and the fourth?'), asked(2, 1, [first, attempt, last, ...turns(next)])]
    expect(deviationsIn([...broken, ...later], liberties('keeps-broken-attempts'))).not.toEqual([])
  })
})

test('a run that had been stopped before a request for it came owes no answer to that', () => {
  const [sent, acknowledged] = stopped('s') as [EntryBody, EntryBody]
  const late = (...ends: EntryBody[]) =>
    deviationsIn([
      ...[begun(), ...accepted('m1', 'compare three companies'), sent, ...ends, acknowledged],
      ...[asked(0, 0, turns(person)), ...reply(0, 'they are alike'), ...accepted('m2', 'and the fourth?')],
      asked(1, 1, turns(person, next)),
    ])
  expect(late(saw('r-m1', '', { what: 'aborted' }))).toEqual([])
  expect(late()).toEqual(['missing: an answer of the model'])
})

test('a reply may be given up for the next message until one of its calls has begun, by a gateway that says so', () => {
  const asks = [begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person))]
  const given = (...ran: EntryBody[]) =>
    deviationsIn(
      [
        ...asks,
        ...reply(0, 'I look', ...calls),
        ...ran,
        ...accepted('m2', 'and the fourth?'),
        asked(1, 1, turns(person, next)),
      ],
      liberties('gives-up-answers'),
    )
  expect(given()).toEqual([])
  expect(given(...ran('x', 'a', 1))).not.toEqual([])
})

test('a compaction takes in what comes until it is accepted', () => {
  const asks = [begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person))]
  const sent: EntryBody = { kind: 'client-sent', message: 's', session: 'main', what: 'compact', text: '/compact' }
  const acknowledged: EntryBody = { kind: 'client-acknowledged', message: 's', ok: true, detail: '' }
  const said = saw('r-m1', 'they are alike')
  const lacks = (...bodies: EntryBody[]) =>
    deviationsIn(
      [
        ...asks,
        ...reply(0, 'they are alike'),
        ...bodies,
        ...accepted('m2', 'and the fourth?'),
        asked(1, 1, turns(next)),
      ],
      liberties('summarizes'),
    )
  expect(lacks(sent, said, acknowledged)).toEqual([])
  expect(lacks(sent, acknowledged, said)).not.toEqual([])
})

test('a compaction takes in a result that the model had in the second try of a request', () => {
  const call = { id: 'x', tool: 'a', name: 'exec', input: {} }
  const held = turns(person, 'a+x', 'u=x:it rains')
  const order = { message: 's', session: 'main', what: 'compact', text: '/compact' } as const
  const lacks = (again: readonly EntryBody[]) =>
    deviationsIn(
      [
        ...[begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person)), ...reply(0, '', call)],
        ...finished('x', 'a', 'it rains'),
        asked(1, 0, held),
        { kind: 'provider-replied', request: 1, end: 'broken' },
        ...again,
        { kind: 'client-sent', ...order },
        { kind: 'client-acknowledged', message: 's', ok: true, detail: '' },
        ...accepted('m2', 'and the fourth?'),
        asked(3, 1, turns('u:a summary', next)),
      ],
      liberties('summarizes'),
    ).filter((one) => one.includes('the result'))
  expect(lacks([asked(2, 0, held), ...reply(2, 'they are alike'), saw('r-m1', 'they are alike')])).toEqual([])
  expect(lacks([])).not.toEqual([])
})
