import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { eachLine, eachMessage, linesOf } from './lines.ts'

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

const text = 'one\u2028of\u2029one\r\ntwo \u{1f4a5}\n\nlast'
const lines = ['one\u2028of\u2029one', 'two \u{1f4a5}', '', 'last']

test.each([1, 2, 3, 7, 100])(
  'a line ends with a line feed alone, however it comes (%i bytes at once)',
  async (size) => {
    const bytes = Buffer.from(text)
    const chunks = () =>
      Readable.from(
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size)),
      )
    expect(await linesOf(chunks()).toArray()).toEqual(lines)
    const told: string[] = []
    const stream = chunks()
    eachLine(stream, (line) => told.push(line))
    await once(stream, 'end')
    expect(told).toEqual(lines)
  },
)

test('what fails ends its lines', async () => {
  const failing = Readable.from(
    (async function* () {
      yield 'one\ntw'
      throw new Error('reset')
    })(),
  )
  expect(await linesOf(failing).toArray()).toEqual(['one', 'tw'])
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
