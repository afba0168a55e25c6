import { isObject, type Json } from '../../../mock-provider/json.ts'
import { limits } from '../../limits.ts'
import type { Pipe } from '../../machine.ts'
import { lineClient } from '../line-client.ts'

/** What it answered to a command: its data, or its own words for the refusal. `lost` says that no answer came. */
export type Answer = { readonly ok: boolean; readonly lost: boolean; readonly data: Json; readonly detail: string }

/** What one process says by itself. */
export type Listener = {
  readonly onEvent: (event: Json) => void
  readonly onClose: () => void
  readonly onLine: (line: string) => void
}

/** The pipe of one process: commands go in, answers and events come out (docs/rpc.md). */
export class Rpc {
  readonly #listener: Listener
  readonly #write: (message: Json) => void
  readonly #pending = new Map<unknown, (answer: Answer) => void>()
  #asked = 0
  #isOpen = true

  constructor(pipe: Pipe, listener: Listener) {
    this.#listener = listener
    this.#write = lineClient(pipe, (message) => this.#receive(message), listener.onLine)
    pipe.output.once('close', () => this.#closed())
  }

  /** Gives a command; a process that ends meanwhile, or no answer in time, is an answer that is not ok. */
  ask(type: string, fields: Json = {}): Promise<Answer> {
    const id = `${++this.#asked}`
    return new Promise((resolve) => {
      if (!this.#isOpen) return resolve(lost('the process is gone'))
      const late = setTimeout(
        () => this.#resolve(id, lost(`no answer within ${limits.accept / 1000} s (limit "accept")`)),
        limits.accept,
      )
      this.#pending.set(id, (answer) => {
        clearTimeout(late)
        resolve(answer)
      })
      this.#write({ id, type, ...fields })
    })
  }

  #receive(message: Json): void {
    if (message.type !== 'response') this.#listener.onEvent(message)
    else this.#resolve(message.id, answerIn(message))
  }

  #resolve(id: unknown, answer: Answer): void {
    this.#pending.get(id)?.(answer)
    this.#pending.delete(id)
  }

  #closed(): void {
    this.#isOpen = false
    for (const id of [...this.#pending.keys()]) this.#resolve(id, lost('the process ended'))
    this.#listener.onClose()
  }
}

function answerIn({ success, data = {}, error }: Json): Answer {
  const ok = success === true
  return { ok, lost: false, data: isObject(data) ? data : {}, detail: ok ? JSON.stringify(data) : String(error) }
}

function lost(detail: string): Answer {
  return { ok: false, lost: true, data: {}, detail }
}
