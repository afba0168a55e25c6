import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  begun,
  finished,
  history,
  liberties,
  ran,
  record,
  reply,
  saw,
  stored,
  turns,
} from '../record/example.ts'
import type { Profile } from '../record/profile.ts'
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

const person = 'u:compare three companies'
const asks = [begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person))]
const deviationsIn = (...bodies: EntryBody[]) => evidenceOf(record(...bodies)).deviations.map(inShort)

describe('a history', () => {
  const answered = [...reply(0, 'they are alike'), saw('r-m1', 'they are alike')]

  test('that was asked for before the answer was there does not owe it', () => {
    const early: EntryBody = { kind: 'history-seen', session: 'main', turns: turns(person), since: asks.length }
    expect(deviationsIn(...asks, ...answered, early)).toEqual([])
  })

  test('that was asked for when the answer was written and may not have come yet does not owe it', () => {
    const look = (bodies: readonly EntryBody[]): EntryBody[] => [
      ...bodies,
      { kind: 'history-seen', session: 'main', turns: turns(person), since: bodies.length },
    ]
    const later = [saw('r-m1', 'they are alike'), history(turns(person, 'a:they are alike')), ...atRest]
    expect(deviationsIn(...look([...asks, ...reply(0, 'they are alike')]), ...later)).toEqual([])
    expect(deviationsIn(...look([...asks, ...answered]), ...later)).toEqual(['missing: an answer of the model'])
  })

  test('that was asked for in a batch owes what a tool returned, unless the gateway shows batches whole', () => {
    const calls = [
      { id: 'x', tool: 'a' },
      { id: 'y', tool: 'b' },
    ]
    const ended = [...reply(0, '', ...calls), ...ran('x', 'a', 1), ...ran('y', 'b', 2), ...finished('x', 'a', 'one')]
    const held = turns(person, 'a:|+x|+y')
    const look = (bodies: readonly EntryBody[]): EntryBody[] => [
      ...bodies,
      { kind: 'history-seen', session: 'main', turns: held, since: bodies.length },
    ]
    const lacks = (bodies: readonly EntryBody[], profile?: Profile) =>
      evidenceOf(record(...bodies, ...finished('y', 'b', 'two')), profile).deviations.map(inShort)
    const whole = liberties('shows-batches-whole')
    expect(lacks(look([...asks, ...ended]))).toEqual(['missing: the result of tool a'])
    expect(lacks(look([...asks, ...ended]), whole)).toEqual([])
    const askedAgain = [
      ...asks,
      ...ended,
      ...finished('y', 'b', 'two'),
      asked(1, 0, turns(person, 'a:|+x|+y', 'u=x:one|=y:two')),
    ]
    expect(lacks(look(askedAgain), whole)).toContain('missing: the result of tool a')
  })

  test('and the store owe it at rest', () => {
    expect(deviationsIn(...asks, ...answered, ...atRest, history(turns(person)))).toEqual([
      'missing: an answer of the model',
    ])
    expect(deviationsIn(...asks, ...answered, ...atRest, stored(turns(person)))).toEqual([
      'missing: an answer of the model',
    ])
  })

  test('of one session owes nothing of another', () => {
    const side = [...accepted('m2', 'and you?', 'side'), asked(1, 1, turns('u:and you?')), ...reply(1, 'well')]
    const shown = history(turns('u:and you?', 'a:well'), 'side')
    expect(deviationsIn(...asks, ...answered, ...side, saw('r-m2', 'well', { session: 'side' }), shown)).toEqual([])
  })
})
