/** One line of a file: its number, counted from 1, where it begins, and its bytes without the newline. */
export type Line = {
  readonly line: number
  readonly from: number
  readonly bytes: Buffer
  /** whether it ends with a newline; the last line of a file that is being written may not */
  readonly ended: boolean
}

const newline = 0x0a

/** Cuts chunks of a file into lines, byte for byte; holds no more than the line that has no end yet. */
export class LineSplitter {
  #begun: Buffer[] = []
  #from = 0
  #line = 1

  /** The lines that end in this chunk. */
  take(chunk: Buffer): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      lines.push(this.#next(chunk.subarray(start, end), true))
      start = end + 1
    }
    // a copy, since a reader may use the memory of its chunk again
    if (start < chunk.length) this.#begun.push(Buffer.from(chunk.subarray(start)))
    return lines
  }

  /** What is left without a newline when the file is over. */
  rest(): Line[] {
    return this.#begun.length === 0 ? [] : [this.#next(Buffer.alloc(0), false)]
  }

  #next(end: Buffer, ended: boolean): Line {
    const bytes = this.#begun.length === 0 ? end : Buffer.concat([...this.#begun, end])
    const line = { line: this.#line, from: this.#from, bytes, ended }
    this.#begun = []
    this.#line += 1
    this.#from += bytes.length + (ended ? 1 : 0)
    return line
  }
}

/** The lines of a whole file. */
export function linesOf(bytes: Buffer): Line[] {
  const splitter = new LineSplitter()
  return [...splitter.take(bytes), ...splitter.rest()]
}
