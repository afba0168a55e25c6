import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { eachLine, eachMessage } from './lines.ts'

test('a connection that is reset ends its lines, and not the process', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  const lines: string[] = []
  const failed = once(socket, 'error')
  eachLine(socket, (line) => lines.push(line))
  client.write('one\ntwo\n')
  await expect.poll(() => lines).toEqual(['one', 'two'])
  client.resetAndDestroy()
  await failed
  await once(server.close(), 'close')
})

test('a line ends with a line feed and with nothing else, whole characters or not', async () => {
  const stream = new PassThrough()
  const lines: string[] = []
  eachLine(stream, (line) => lines.push(line))
  for (const byte of Buffer.from('one\u2028two\r\n\u{1F600}\nrest')) stream.write(Buffer.from([byte]))
  await once(stream.end(), 'end')
  expect(lines).toEqual(['one\u2028two', '\u{1F600}', 'rest'])
})

test('a line that does not end is told in pieces', async () => {
  const stream = new PassThrough()
  const lengths: number[] = []
  eachLine(stream, (line) => lengths.push(line.length))
  stream.end('x'.repeat(2_500_000))
  await once(stream, 'end')
  expect(lengths).toEqual([1_000_000, 1_000_000, 500_000])
})

test('who says what is no message is hung up on', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  const messages: object[] = []
  eachMessage(socket, (message) => messages.push(message))
  client.write('{"one":1}\nnull\n{"two":2}\n')
  await once(client, 'close')
  expect(messages).toEqual([{ one: 1 }])
  await once(server.close(), 'close')
})
