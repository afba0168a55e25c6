import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { planted } from './planted.ts'

/** A block of the model's reply, as the Messages API has it. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown }

/**
 * What happened in a session. `run` is what one message of the user's set going: it is accepted, begins with `user`, and is over
 * with a reply without calls, or with `ended`. Everything else is found from these: who waits, what runs, what the model is sent.
 */
export type Entry =
  | { readonly type: 'accepted'; readonly run: string; readonly text: string; readonly key: string }
  | { readonly type: 'user'; readonly run: string; readonly text: string }
  | { readonly type: 'assistant'; readonly run: string; readonly content: readonly Block[] }
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
 * The append-only log of one session, a JSON line an entry. An entry is on disk before anything is done about it, so that a
 * SIGKILL at any instant loses nothing but what had not happened yet.
 */
export class SessionLog {
  readonly entries: Entry[] = []
  /** why the file cannot be used, where it cannot */
  readonly damage: string | undefined
  readonly #file: string
  readonly #told: (line: number, entry: Entry) => void

  /** Reads what is there; a last line that a crash has cut is taken away. */
  constructor(file: string, told: (line: number, entry: Entry) => void) {
    this.#file = file
    this.#told = told
    const text = readIfThere(file)
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole !== text) truncateSync(file, Buffer.byteLength(whole))
    if (planted('cut-line-is-kept') && whole !== '') appendFileSync(file, '{"type":"resu')
    if (planted('entry-stored-twice') && whole !== '') appendFileSync(file, `${whole.split('\n').at(-2)}\n`)
    this.damage = this.#read(whole.split('\n').filter(Boolean))
  }

  /** Writes an entry and then tells of it, so that nobody is told of what a crash can undo. */
  append(entry: Entry): void {
    if (!isForgotten(entry)) appendFileSync(this.#file, `${JSON.stringify(entry)}\n`)
    if (planted('lock-file-left') && entry.type === 'ended') writeFileSync(`${this.#file}.lock`, String(process.pid))
    this.entries.push(entry)
    this.#told(this.entries.length, entry)
  }

  #read(lines: readonly string[]): string | undefined {
    try {
      for (const line of lines) this.entries.push(JSON.parse(line))
      if (planted('restart-forgets-results') || planted('batch-runs-again'))
        this.entries.splice(0, this.entries.length, ...this.entries.filter(({ type }) => type !== 'result'))
      return undefined
    } catch {
      return `line ${this.entries.length + 1} is not JSON`
    }
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

/** Entries that a planted bug keeps in memory only. */
function isForgotten(entry: Entry): boolean {
  if (entry.type === 'accepted') return planted('failed-write-said-done')
  if (entry.type === 'assistant')
    return planted('calls-only-in-memory') && entry.content.some(({ type }) => type === 'tool_use')
  if (entry.type !== 'result') return false
  return planted('results-only-in-memory') || (planted('healed-only-in-memory') && entry.text.startsWith('[no result'))
}
