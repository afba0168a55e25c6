import type { Socket } from 'node:net'
import { type Readable, Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** Who never ends a line must not fill our memory. Characters. */
const maxLength = 1_000_000

/**
 * The lines of a stream, which end with `\n` or `\r\n` and with no other sign: a text of JSON may hold U+2028, which `node:readline` takes for
 * the end of a line. When the stream fails, its lines end, and what else listens to it is told of that as ever.
 */
export function linesOf(stream: Readable): Readable {
  const split = splitter()
  const lines = new Transform({
    readableObjectMode: true,
    transform(chunk, _encoding, done) {
      for (const line of split.take(chunk)) this.push(line)
      done()
    },
    flush(done) {
      for (const line of split.rest()) this.push(line)
      done()
    },
  })
  stream.on('error', () => lines.end())
  return stream.pipe(lines)
}

/** Tells each line of a stream as it comes, see `linesOf`; one that is longer than a million characters is told in pieces. */
export function eachLine(stream: Readable, tell: (line: string) => void): void {
  const split = splitter(maxLength)
  stream
    .on('data', (chunk) => split.take(chunk).forEach(tell))
    .on('end', () => split.rest().forEach(tell))
    .on('error', () => {})
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

/** Cuts chunks into lines, and lines longer than `most` into pieces; what has no end yet is kept for the next chunk. */
function splitter(most = Number.POSITIVE_INFINITY) {
  const decoder = new StringDecoder('utf8')
  let begun = ''
  const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)
  return {
    take(chunk: Buffer): string[] {
      const [first = '', ...others] = decoder.write(chunk).split('\n')
      const whole = others.length === 0 ? [] : [begun + first, ...others.slice(0, -1)].map(withoutReturn)
      begun = others.at(-1) ?? begun + first
      for (; begun.length > most; begun = begun.slice(most)) whole.push(begun.slice(0, most))
      return whole
    },
    rest(): string[] {
      const last = begun + decoder.end()
      begun = ''
      return last === '' ? [] : [withoutReturn(last)]
    },
  }
}
