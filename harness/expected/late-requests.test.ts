import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, begun, exited, record, reply, started, turns } from '../record/example.ts'
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

const person = 'u:compare three companies'
const request = [asked(0, 0, turns(person)), ...reply(0, 'they are alike')]
const killed: EntryBody[] = [{ kind: 'gateway-signalled', signal: 'SIGKILL' }, exited('SIGKILL')]
const [start, ready] = started as [EntryBody, EntryBody]

/** How a later request without the answer deviates. */
function deviations(...bodies: EntryBody[]): string[] {
  const before = [begun(), ...started, ...accepted('m1', 'compare three companies')]
  const after = [...accepted('m2', 'and the fourth?'), asked(9, 1, turns(person, 'u:and the fourth?'))]
  return evidenceOf(record(...before, ...bodies, ...after)).deviations.map(inShort)
}

test('an answer whose request is read after the kill is not owed until the next process is ready', () => {
  expect(deviations(...killed, ...request, start, ready)).toEqual([])
  expect(deviations(...killed, start, ...request, ready)).toEqual([])
  expect(deviations(...killed, start, ready, ...request)).toEqual(['missing: an answer of the model'])
})
