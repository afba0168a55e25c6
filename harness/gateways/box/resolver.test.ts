import { expect, test } from 'vitest'
import { refuseQuery } from './resolver.ts'

const header = (flags = 0x0100, questions = 1) => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt16BE(0xbeef, 0)
  bytes.writeUInt16BE(flags, 2)
  bytes.writeUInt16BE(questions, 4)
  return bytes
}
const nameOf = (...labels: string[]) =>
  Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ])
const address = Buffer.from([0, 1, 0, 1])

test('a query is answered as by a server that fails, with its own question and nothing more', () => {
  const extra = Buffer.from([0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0])
  const query = Buffer.concat([header(), nameOf('api', 'Example', 'com'), address, extra])
  query.writeUInt16BE(1, 10)
  const { name, reply } = refuseQuery(query) ?? {}
  expect(name).toBe('api.example.com')
  expect(reply).toEqual(Buffer.concat([header(0x8182), nameOf('api', 'Example', 'com'), address]))
})

test.each([
  ['the root', [], '.'],
  ['bytes that are none of a name', ['\u0007 a', 'b.c', '\u00ff'], '\\007\\032a.b\\046c.\\255'],
])('%s is told so that it can be read', (_, labels, name) => {
  expect(refuseQuery(Buffer.concat([header(), nameOf(...labels), address]))?.name).toBe(name)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['half a header', header().subarray(0, 7)],
  ['an answer', Buffer.concat([header(0x8180), nameOf('a'), address])],
  ['no question', Buffer.concat([header(0x0100, 0), nameOf('a'), address])],
  ['a name without its end', Buffer.concat([header(), Buffer.from([5, 97])])],
  ['a name that points elsewhere', Buffer.concat([header(), Buffer.from([0xc0, 12]), address])],
  ['a question without its kind', Buffer.concat([header(), nameOf('a')])],
])('%s is no query', (_, bytes) => {
  expect(refuseQuery(bytes)).toBeUndefined()
})
