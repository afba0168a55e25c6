import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  begun,
  finished,
  history,
  liberties,
  ran,
  record,
  reply,
  saw,
  turns,
} from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

/** How a request deviates that comes after all that and holds nothing but what the person said. */
function lacks(...bodies: EntryBody[]): string[] {
  return lacksAfter(['u:compare them'], ...bodies)
}

function lacksAfter(held: readonly string[], ...bodies: EntryBody[]): string[] {
  return lacksBy(plainProfile, held, ...bodies)
}

function lacksBy(profile: Profile, held: readonly string[], ...bodies: EntryBody[]): string[] {
  const asks = [begun(), ...accepted('m1', 'compare them'), asked(0, 0, turns('u:compare them'))]
  const later = [...accepted('m2', 'and now?'), asked(9, 1, turns(...held, 'u:and now?'))]
  return evidenceOf(record(...asks, ...bodies, ...later), profile).deviations.map(inShort)
}

const told = (phase: 'started' | 'ended'): EntryBody => ({ kind: 'tool-reported', session: 'main', call: 'x', phase })

test('a reply that broke off may be given up, and is not when one of its calls was told to have started', () => {
  const broken: EntryBody[] = [
    { kind: 'provider-replying', request: 0, status: 200, text: '', calls: [{ id: 'x', tool: 'a' }] },
    { kind: 'provider-replied', request: 0, end: 'broken' },
  ]
  expect(lacks(...broken, told('ended'))).toEqual([])
  expect(lacks(...broken, told('started'), told('ended'))).toEqual(["missing: the model's reply with call a"])
})

test('a reply that a stop broke off may be left out with its calls by a gateway that says so, unless one was acted upon', () => {
  const stop: EntryBody[] = [
    { kind: 'provider-replying', request: 0, status: 200, text: 'I look', calls: [{ id: 'x', tool: 'a' }] },
    { kind: 'provider-replied', request: 0, end: 'client-gone' },
  ]
  const shown = saw('r-m1', 'I look', { what: 'aborted' })
  const batch = "missing: the model's reply with call a"
  const drops = (...bodies: EntryBody[]) => lacksBy(liberties('drops-cut-replies'), ['u:compare them'], ...bodies)
  expect(drops(...stop, shown)).toEqual([])
  expect(lacks(...stop, shown)).toContain(batch)
  expect(drops(...stop, ...ran('x', 'a', 1), shown)).toContain(batch)
})

test('of a reply whose stream was broken, a call that has not begun may be given up, and no other', () => {
  const broken: EntryBody[] = [
    {
      kind: 'provider-replying',
      request: 0,
      status: 200,
      text: '',
      calls: [
        { id: 'x', tool: 'a' },
        { id: 'y', tool: 'b' },
      ],
    },
    { kind: 'provider-replied', request: 0, end: 'broken' },
    ...ran('x', 'a', 1),
    ...finished('x', 'a', 'a returned one'),
  ]
  const held = ['u:compare them', 'a+x', 'u=x:a returned one']
  expect(lacksAfter(held, ...broken)).toEqual([])
  expect(lacksAfter(held, ...broken, ...ran('y', 'b', 2))).toEqual(["missing: the model's reply with call a, call b"])
})

test('a second call with the id of the first, of a reply that nobody owes, is not the first once more', () => {
  const first: EntryBody[] = [
    ...reply(0, '', { id: 'x', tool: 'a' }),
    ...ran('x', 'a', 1),
    ...finished('x', 'a', 'one'),
  ]
  const second: EntryBody[] = [
    asked(1, 0, turns('u:compare them', 'a+x', 'u=x:one')),
    ...reply(1, '', { id: 'x', tool: 'b' }),
  ]
  const once = ['u:compare them', 'a+x', 'u=x:one']
  const twice = [...once, 'a+x', 'u!x:interrupted']
  expect(lacksAfter(twice, ...first, ...second)).toEqual([])
  expect(lacksAfter(twice, ...first)).not.toEqual([])
})

test('a call whose arguments cannot be read, because a piece of them came twice, is not owed', () => {
  const call = { id: 'x', tool: 'a', name: 'exec', input: {} }
  const done = [...ran('x', 'a', 1), ...finished('x', 'a', 'a returned one')]
  expect(lacks(...reply(0, '', { ...call, garbled: true }), ...done)).toEqual([])
  expect(lacks(...reply(0, '', call), ...done)).not.toEqual([])
})

test('what broke off and stands in a history is owed by later requests, but not by a gateway that keeps broken attempts', () => {
  const bodies: EntryBody[] = [
    ...[begun(), ...accepted('m1', 'compare them'), asked(0, 0, turns('u:compare them'))],
    { kind: 'provider-replying', request: 0, status: 200, text: 'they are alike', calls: [] },
    { kind: 'provider-replied', request: 0, end: 'broken' },
    history(turns('u:compare them', 'a:they are alike')),
    ...[asked(1, 0, turns('u:compare them')), ...reply(1, 'they are alike'), saw('r-m1', 'they are alike')],
    ...[...accepted('m2', 'and now?'), asked(2, 1, turns('u:compare them', 'a:they are alike', 'u:and now?'))],
  ]
  const missing = (profile: Profile) =>
    evidenceOf(record(...bodies), profile)
      .deviations.map(inShort)
      .filter((one) => one.startsWith('missing'))
  expect(missing(plainProfile)).not.toEqual([])
  expect(missing(liberties('keeps-broken-attempts'))).toEqual([])
})
