import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { eachLine } from './lines.ts'

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
