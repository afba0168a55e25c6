import { appendFileSync, readFileSync, truncateSync } from 'node:fs'

/** A block of the model's reply, as the Messages API has it. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown }

/**
 * What happened in a session. A `run` is all that one user message sets going: the message is accepted, the run begins with `user`,
 * and it is over with a reply without calls, or with `ended`. All else is found from these: who waits, what runs, what the model is sent.
 */
export type Entry =
  | { readonly type: 'accepted'; readonly run: string; readonly text: string; readonly key: string }
  | { readonly type: 'user'; readonly run: string; readonly text: string }
  | { readonly type: 'assistant'; readonly run: string; readonly content: readonly Block[] }
  /** a person is asked whether a call may run, and has answered */
  | { readonly type: 'asked'; readonly run: string; readonly call: string }
  | { readonly type: 'answered'; readonly run: string; readonly call: string; readonly isAllowed: boolean }
  | { readonly type: 'started'; readonly run: string; readonly call: string }
  | {
      readonly type: 'result'
      readonly run: string
      readonly call: string
      readonly text: string
      readonly error: boolean
    }
  | { readonly type: 'ended'; readonly run: string; readonly how: 'stopped' | 'failed'; readonly text: string }
  /** from now on the model is shown `text` in the place of the entries before line `from` */
  | { readonly type: 'compacted'; readonly run: string; readonly from: number; readonly text: string }

/**
 * The append-only log of one session, a JSON line an entry. An entry is on disk before anything is done about it, so a SIGKILL at any
 * instant loses nothing that had happened.
 */
export class SessionLog {
  readonly entries: Entry[] = []
  /** why the file cannot be used, if it cannot */
  damage: string | undefined
  protected readonly file: string
  protected readonly told: (line: number, entry: Entry) => void

  constructor(file: string, told: (line: number, entry: Entry) => void) {
    this.file = file
    this.told = told
  }

  /** Reads the file, if there is one. A last line that a crash has cut is removed. */
  open(): void {
    const text = readIfThere(this.file)
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole !== text) truncateSync(this.file, Buffer.byteLength(whole))
    this.read(whole)
  }

  /** Writes an entry and then tells of it, so nobody is told of what a crash can undo. */
  append(entry: Entry): void {
    this.write(entry)
    this.entries.push(entry)
    this.told(this.entries.length, entry)
  }

  protected read(text: string): void {
    try {
      for (const line of text.split('\n').filter(Boolean)) this.entries.push(JSON.parse(line))
    } catch {
      this.damage = `line ${this.entries.length + 1} is not JSON`
    }
  }

  protected write(entry: Entry): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`)
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
