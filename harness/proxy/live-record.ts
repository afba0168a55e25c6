import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { HarnessError, messageOf } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'
import type { EntryBody, ReplyEnd } from '../record/entry.ts'
import { recordFormat } from '../record/record.ts'
import { Redactor } from '../record/redactor.ts'
import type { Said } from './read-reply.ts'
import type { Judged } from './request-judge.ts'
import type { SeenKeys } from './seen-keys.ts'
import { kept, shapesOfTexts, wholeTexts } from './shapes.ts'

/** Where a record of live traffic goes, and what is kept in it. */
export type Recording = { readonly folder: string; readonly keepsText: boolean; readonly upstream: URL }

const nobodyLooks = 'only what went to the provider was seen'

/**
 * Starts a record of live traffic, in the format of a run's record, so that it can be judged as one is.
 * @throws HarnessError USAGE when the folder has a record already, UNWRITABLE when nothing can be written there
 */
export async function openRecord(recording: Recording, keys: SeenKeys): Promise<LiveRecord> {
  const file = join(recording.folder, 'record.jsonl')
  try {
    await makeFolder(recording.folder)
    const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 })
    await once(stream, 'open')
    return new LiveRecord(stream, recording, keys)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new HarnessError('USAGE', `${file} is there already; give --record another folder`)
    throw new HarnessError('UNWRITABLE', `--record: ${messageOf(error)}`)
  }
}

/** A record of live traffic: each request and its answer. Texts are kept as shapes unless told otherwise, and keys never. */
export class LiveRecord implements AsyncDisposable {
  readonly #stream: WriteStream
  readonly #keys: SeenKeys
  readonly #keepsText: boolean
  readonly #keeper
  readonly #redactor = new Redactor()
  readonly #began = performance.now()
  #count = 0

  constructor(stream: WriteStream, { keepsText, upstream }: Recording, keys: SeenKeys) {
    this.#stream = stream
    this.#keys = keys
    this.#keepsText = keepsText
    this.#keeper = keepsText ? wholeTexts : shapesOfTexts()
    this.#note({
      kind: 'run-started',
      format: recordFormat,
      run: `live-${new Date().toISOString()}`,
      gateway: { name: 'live', version: upstream.host },
      api: '',
      seed: 0,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      unseen: { store: nobodyLooks, history: nobodyLooks },
    })
  }

  /** Notes a request. */
  asked({ number: request, turns, rejection, settings, body }: Judged): void {
    this.#note({
      kind: 'provider-asked',
      request,
      turn: null,
      reply: 0,
      turns: kept(turns, this.#keeper),
      rejection: rejection && { ...rejection, message: this.#redactor.text(rejection.message) },
      settings,
      body: this.#keepsText ? body : null,
    })
  }

  /** Notes an answer, and how it ended. */
  answered({ number: request, rejection }: Judged, status: number, said: Said, end: ReplyEnd): void {
    const { text, input } = this.#keeper
    const calls = said.calls.map((call) => ({ ...call, tool: call.name, input: input(call.input) }))
    const failure = said.failure === undefined ? {} : { failure: { message: this.#redactor.text(said.failure) } }
    this.#note({ kind: 'provider-replying', request, status, text: text(said.text), calls, ...failure })
    // a request that was refused as it had to be has its whole answer
    const isWhole = said.whole || (status >= 400 && rejection !== null)
    this.#note({ kind: 'provider-replied', request, end: end === 'complete' && !isWhole ? 'broken' : end })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#stream.closed) return
    this.#stream.end()
    await once(this.#stream, 'close')
  }

  #note(body: EntryBody): void {
    const line = JSON.stringify({ n: this.#count++, at: Math.round(performance.now() - this.#began), ...body })
    const clean = this.#keys.hide(line)
    this.#stream.write(`${this.#keepsText ? this.#redactor.text(clean) : clean}\n`)
  }
}
