import { type Readable, Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

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

/** Tells each line of a stream as it comes, see `linesOf`. */
export function eachLine(stream: Readable, tell: (line: string) => void): void {
  const split = splitter()
  stream
    .on('data', (chunk) => split.take(chunk).forEach(tell))
    .on('end', () => split.rest().forEach(tell))
    .on('error', () => {})
}

/** Cuts chunks into lines; what has no end yet is kept for the next chunk. */
function splitter() {
  const decoder = new StringDecoder('utf8')
  let begun = ''
  const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)
  return {
    take(chunk: Buffer): string[] {
      const [first = '', ...others] = decoder.write(chunk).split('\n')
      const whole = others.length === 0 ? [] : [begun + first, ...others.slice(0, -1)]
      begun = others.at(-1) ?? begun + first
      return whole.map(withoutReturn)
    },
    rest(): string[] {
      const last = begun + decoder.end()
      begun = ''
      return last === '' ? [] : [withoutReturn(last)]
    },
  }
}
