/**
 * `node keeper.ts`, in the network of a box and else outside: it makes sockets there for the harness, which gets them by the channel
 * between the two, and answers look-ups. It goes when the channel does.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { listenAt } from '../../connections.ts'
import { refuseQuery } from './resolver.ts'

/** What the harness asks for, under a number: that look-ups are answered, a socket that listens on a port (0 for any), a connection to one. */
export type Wanted = { readonly id: number } & Wish

/** One of them. */
export type Wish = { readonly answer: true } | { readonly listen: number } | { readonly dial: number }

/** What it is told: the error instead of the socket that it asked for, or a name that was looked up. */
export type Told = { readonly id?: number; readonly error?: string; readonly asked?: string }

const loopback = '127.0.0.1'
/** A gateway that looks up more names than that is out for something else. */
const maxNames = 1_000
const names = new Set<string>()

const resolver = createSocket('udp4').on('message', (query, { address, port }) => {
  const refusal = refuseQuery(query)
  if (refusal === undefined) return
  const { name, reply } = refusal
  // the asker may be gone
  resolver.send(reply, port, address, () => {})
  if (names.has(name) || names.size === maxNames) return
  names.add(name)
  tell({ asked: name })
})
tell({})

process.on('message', (wanted: Wanted) => {
  if ('answer' in wanted) return void resolver.bind(53, loopback, () => tell({ id: wanted.id }))
  const given = 'listen' in wanted ? listen(wanted.id, wanted.listen) : dial(wanted.id, wanted.dial)
  given.catch((error) => tell({ id: wanted.id, error: error.code }))
})
process.on('disconnect', () => process.exit(0))

async function listen(id: number, port: number): Promise<void> {
  const server = createServer()
  await listenAt(server, port)
  process.send?.({ id }, server, {}, () => server.close())
}

async function dial(id: number, port: number): Promise<void> {
  // what the gateway says first is for the harness to read
  const socket = connect({ port, host: loopback, allowHalfOpen: true }).pause()
  await once(socket, 'connect')
  process.send?.({ id }, socket)
}

function tell(told: Told): void {
  process.send?.(told)
}
