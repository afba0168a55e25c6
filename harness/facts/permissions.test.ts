import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  exited,
  finished,
  permission,
  ran,
  record,
  reply,
  saw,
  stopped,
  turns,
} from '../record/example.ts'
import { factsOf } from './facts-of.ts'
import { openPermissions } from './permissions.ts'

const made = [
  ...accepted('m', 'compare'),
  asked(0, 0, turns('u:compare')),
  ...reply(0, '', { id: 'x', tool: 'a' }, { id: 'y', tool: 'b' }),
]
const open = (...bodies: EntryBody[]) =>
  openPermissions(factsOf(record(...made, ...bodies))).map((one) => one.asked.call)

test('a permission is open until somebody answers', () => {
  expect(open(...permission('x'), ...permission('y', 'declined'))).toEqual(['x'])
})

test('a permission that two clients are asked for is one', () => {
  expect(open(...permission('x'), { ...permission('x')[0], client: 'phone' } as EntryBody)).toEqual(['x'])
})

test('a permission that is asked for again once it was answered is another', () => {
  expect(open(...permission('x', 'declined'), ...permission('x'))).toEqual(['x'])
})

test.each<[what: string, bodies: EntryBody[]]>([
  ['a stop of its session', stopped('s')],
  ['an exit of the gateway', [exited('SIGKILL')]],
  ['the end of its run', [saw('r-m', 'done')]],
  ['the end of its call', [...ran('x', 'a', 1), ...finished('x', 'a', 'done')]],
])('%s ends it', (_, bodies) => {
  expect(open(...permission('x'), ...bodies)).toEqual([])
})

test('a stop of another session, and the end of another call, do not', () => {
  expect(
    open(...permission('x'), ...stopped('s', 'other'), ...ran('y', 'b', 1), ...finished('y', 'b', 'done')),
  ).toEqual(['x'])
})
