import { once } from 'node:events'
import { connect, type Server, type Socket } from 'node:net'

/** Connects to something: a socket that still connects, or one that stands, when it does. It may be ended at one end only. */
export type Dial = () => Socket | Promise<Socket>

/** How a server of ours listens (on any port or the one given) and is reached where gateways are, and the name that they have for it. */
export type Host = {
  readonly name: string
  listen(server: Server, port: number): Promise<void>
  reach(port: number): Dial
}

const address = '127.0.0.1'

/** Connects to a port, of loopback unless told otherwise. */
export function dialTo(port: number, host = address): Dial {
  return () => connect({ port, host, allowHalfOpen: true })
}

/** Lets a server listen on a port, any free one of loopback unless told otherwise; resolves when it does. */
export async function listenAt(server: Server, port = 0, host = address): Promise<void> {
  await once(server.listen(port, host), 'listening')
}

/** This machine's loopback. */
export const loopback: Host = { name: address, listen: listenAt, reach: dialTo }
