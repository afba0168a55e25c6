import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'

/**
 * Keeps two gateways from one state folder. The lock is a socket that only a living process answers on, so that what a killed
 * one leaves is never taken for a lock, whoever has its pid now.
 * @throws Error when another gateway has it
 */
export async function takeLock(state: string): Promise<Server> {
  const path = join(state, 'lock')
  if (await isAnswered(path)) throw new Error(`another gateway runs on ${state}`)
  rmSync(path, { force: true })
  const server = createServer((socket) => socket.destroy()).listen(path)
  await once(server, 'listening')
  return server
}

async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path)
  const answered = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return answered
}
