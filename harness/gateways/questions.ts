import { HarnessError } from '../errors.ts'
import type { EntryBody } from '../record/entry.ts'
import type { PermissionAnswer } from '../record/permission-entry.ts'

/** How a protocol says each answer to one question; nothing where the gateway does not take it. */
export type Replies<Reply> = { readonly [K in PermissionAnswer]?: Reply | undefined }

type Question<Reply> = {
  readonly call: string
  readonly replies: Replies<Reply>
  readonly reply: (reply: Reply) => void
}

/** What a gateway asks the person at its pipe before it runs tools, and is not answered yet. */
export class Questions<Reply> {
  readonly #note: (body: EntryBody) => void
  /** by session and by the name that we give to each question */
  readonly #open = new Map<string, Map<string, Question<Reply>>>()
  #count = 0

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** Asks the person about a call, by the id that the model gave it; resolves to what is answered. */
  ask(session: string, call: string, replies: Replies<Reply>): Promise<Reply> {
    const permission = `permission ${++this.#count}`
    const { promise, resolve } = Promise.withResolvers<Reply>()
    this.#open.set(session, (this.#open.get(session) ?? new Map()).set(permission, { call, replies, reply: resolve }))
    this.#note({ kind: 'permission-asked', client: 'main', session, permission, call })
    return promise
  }

  /** Answers one question. @throws HarnessError LIMIT_REACHED when it is not open, or takes no such answer */
  answer(session: string, permission: string, how: 'allow' | 'decline'): void {
    if (!this.#end(session, permission, how === 'allow' ? 'allowed' : 'declined'))
      throw new HarnessError('LIMIT_REACHED', `the gateway takes no "${how}" for ${permission}`)
  }

  /** Takes back what is open in a session, where a protocol wants that of a client that stops a turn. */
  withdraw(session: string): void {
    for (const permission of [...(this.#open.get(session)?.keys() ?? [])]) this.#end(session, permission, 'withdrawn')
  }

  /** Forgets what a process asked that is gone. */
  clear(): void {
    this.#open.clear()
  }

  #end(session: string, permission: string, answer: PermissionAnswer): boolean {
    const question = this.#open.get(session)?.get(permission)
    const reply = question?.replies[answer]
    if (question === undefined || reply === undefined) return false
    this.#open.get(session)?.delete(permission)
    const { call } = question
    this.#note({ kind: 'permission-answered', client: 'main', session, permission, call, answer })
    question.reply(reply)
    return true
  }
}
