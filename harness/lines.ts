import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** A line that is longer is told in pieces: who never ends one must not fill our memory. Characters. */
const maxLength = 1_000_000

/**
 * Tells each line of a stream. An error ends the lines; what else listens to the stream is told of it as ever. (`node:readline` takes
 * U+2028 for the end of a line, passes errors on, and keeps a line that never ends.)
 */
export function eachLine(stream: Readable, tell: (line: string) => void): void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  stream.on('data', (bytes: Buffer) => {
    const lines = (rest + decoder.write(bytes)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) tell(line.replace(/\r$/, ''))
    for (; rest.length > maxLength; rest = rest.slice(maxLength)) tell(rest.slice(0, maxLength))
  })
  stream.on('end', () => {
    if (rest !== '') tell(rest)
  })
  stream.on('error', () => {})
}

/** Tells each message of a connection: a JSON object a line. Who says anything else is no program of ours, and is hung up on. */
export function eachMessage<T extends object>(socket: Socket, tell: (message: T) => void): void {
  eachLine(socket, (line) => {
    if (socket.destroyed) return
    const message = parsed(line)
    if (typeof message === 'object' && message !== null) tell(message as T)
    else socket.destroy()
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
