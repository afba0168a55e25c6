import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, begun, history, record, reply, saw, stored, turns } from '../record/example.ts'
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
