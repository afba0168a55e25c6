import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/**
 * Tells each line of a stream. An error ends the lines; what else listens to the stream is told of it as ever. (A reader of lines passes
 * the errors of its stream on, and where nobody listens to the reader, they end the process.)
 */
export function eachLine(stream: Readable, tell: (line: string) => void): void {
  createInterface({ input: stream })
    .on('line', tell)
    .on('error', () => {})
}
