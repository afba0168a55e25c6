import fc from 'fast-check'
import { expect, test } from 'vitest'
import { without } from './splice.ts'

test('a value is cut out of a list or an object, with its comma, and every other byte stays', () => {
  const list = '{"a":[1, 2 ,{"b":3}],  "c":4}'
  expect(without(list, [['a', 0]])).toBe('{"a":[2 ,{"b":3}],  "c":4}')
  expect(without(list, [['a', 2]])).toBe('{"a":[1, 2],  "c":4}')
  expect(without(list, [['c']])).toBe('{"a":[1, 2 ,{"b":3}]}')
  expect(without(list, [['a']])).toBe('{"c":4}')
  expect(without(list, [['a', 2, 'b']])).toBe('{"a":[1, 2 ,{}],  "c":4}')
  const all = [0, 2, 1].map((n) => ['a', n])
  expect(without(list, all)).toBe('{"a":[],  "c":4}')
  expect(without(list, [['d'], ['a', 7]])).toBe(list)
})

test('what is left of any list is the list without it', () => {
  const cuts = fc.array(fc.jsonValue(), { minLength: 1 }).chain((list) =>
    fc.record({
      list: fc.constant(JSON.parse(JSON.stringify(list)) as unknown[]),
      gone: fc.subarray([...list.keys()]),
      indent: fc.constantFrom(undefined, 2),
    }),
  )
  fc.assert(
    fc.property(cuts, ({ list, gone, indent }) => {
      const left = without(
        JSON.stringify(list, undefined, indent),
        gone.map((n) => [n]),
      )
      expect(JSON.parse(left)).toEqual(list.filter((_, n) => !gone.includes(n)))
    }),
  )
})
