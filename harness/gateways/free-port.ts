import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { HarnessError, messageOf } from '../errors.ts'

/**
 * A loopback port that was free a moment ago: any, or the one wanted.
 * @throws HarnessError PORT_TAKEN when the one wanted is not free
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening').catch((error) => {
    throw new HarnessError(
      'PORT_TAKEN',
      `port ${wanted} (--port) cannot be used: ${messageOf(error)}; choose another or leave --port out`,
    )
  })
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
