import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as overHttp,
  type ServerResponse,
} from 'node:http'
import { request as overHttps } from 'node:https'
import type { Socket } from 'node:net'
import { messageOf } from '../errors.ts'
import type { ReplyEnd } from '../record/entry.ts'
import { headersToClient, headersToProvider } from './headers.ts'

/** One request to be sent on, and where its answer goes. */
export type Exchange = {
  readonly upstream: URL
  readonly agent: Agent
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** what was read of the request's body; what is left of it follows */
  readonly read: Buffer
  /** is told of the answer's head, and of its body, piece by piece */
  readonly answering?: (answer: IncomingMessage) => ((piece: Buffer) => void) | undefined
  /** is told that the provider cannot be reached */
  readonly unreached: (why: string) => void
  /** is told of the connection to the provider */
  readonly connected: (socket: Socket) => void
}

/**
 * Sends a request on as it came and its answer back as it comes: no byte is changed, a slow reader slows the provider down, and who
 * hangs up, or breaks off, does so at the other end, too.
 * @returns how it ended
 */
export function passOn(exchange: Exchange): Promise<ReplyEnd> {
  const { response } = exchange
  return new Promise((resolve) => {
    const sent = send(exchange)
    let end: ReplyEnd = 'client-gone'
    let [stands, wasReset] = [false, false]
    sent.once('socket', (socket: Socket) => {
      exchange.connected(socket)
      if (!socket.connecting) stands = true
      else socket.once('secureConnect' in socket ? 'secureConnect' : 'connect', () => (stands = true))
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // a reset is an error of reading; an orderly end in the middle is not
      wasReset ||= error.code === 'ECONNRESET' && error.syscall === 'read'
      if (response.destroyed || response.headersSent) return
      end = 'broken'
      if (stands) breakOff(response, wasReset)
      else refuse(exchange, messageOf(error))
    })
    sent.once('response', (answer) => {
      const broke = () => {
        end = 'broken'
        breakOff(response, wasReset)
      }
      deliver(answer, exchange, { ended: () => (end = 'complete'), broke })
    })
    // who hangs up closes the connection, and its agent with it
    response.once('close', () => resolve(response.writableFinished || end === 'broken' ? end : 'client-gone'))
  })
}

function send({ upstream, agent, request, read }: Exchange): ClientRequest {
  const path = upstream.pathname.replace(/\/$/, '') + (request.url ?? '/')
  const { protocol, hostname, port, host } = upstream
  const over = protocol === 'https:' ? overHttps : overHttp
  const to = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, path, agent }
  const sent = over({ ...to, method: request.method ?? 'GET', headers: headersToProvider(request, host) })
  if (read.length > 0) sent.write(read)
  request.pipe(sent)
  return sent
}

type Told = { readonly ended: () => void; readonly broke: () => void }

function deliver(answer: IncomingMessage, { response, answering }: Exchange, { ended, broke }: Told): void {
  const heard = answering?.(answer)
  response.sendDate = false
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headersToClient(answer))
  response.flushHeaders()
  answer.on('data', (piece: Buffer) => {
    heard?.(piece)
    if (response.write(piece)) return
    answer.pause()
    response.once('drain', () => answer.resume())
  })
  answer.once('end', () => {
    ended()
    response.addTrailers(answer.trailers as Record<string, string>)
    response.end()
  })
  answer.once('error', broke)
}

/** Ends the connection to the client in the way in which the provider's has ended, when all that came before has left. */
function breakOff({ socket }: ServerResponse, byReset: boolean): void {
  if (byReset) socket?.write('', () => socket.resetAndDestroy())
  else socket?.destroySoon()
}

function refuse({ upstream, response, unreached }: Exchange, why: string): void {
  unreached(why)
  response.writeHead(502, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ error: { type: 'proxy_error', message: `${upstream.origin} cannot be reached: ${why}` } }),
  )
}
