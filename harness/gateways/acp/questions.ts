import type {
  RequestPermissionRequest as Asked,
  PermissionOptionKind,
  RequestPermissionResponse as Reply,
} from '@agentclientprotocol/sdk'
import { HarnessError } from '../../errors.ts'
import type { EntryBody } from '../../record/entry.ts'
import type { PermissionAnswer } from '../../record/permission-entry.ts'
import { splitCall } from '../../tools/call.ts'

type Question = { readonly asked: Asked; readonly call: string; readonly reply: (reply: Reply) => void }

/** What an agent asks its person before it runs tools, and is not answered yet. */
export class Questions {
  readonly #note: (body: EntryBody) => void
  /** by session and by the name that we give to each question */
  readonly #open = new Map<string, Map<string, Question>>()
  #count = 0

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** Asks the person, and resolves to what is answered. */
  ask(session: string, asked: Asked): Promise<Reply> {
    const permission = `permission ${++this.#count}`
    const call = callIn(asked.toolCall)
    const { promise, resolve } = Promise.withResolvers<Reply>()
    this.#open.set(session, (this.#open.get(session) ?? new Map()).set(permission, { asked, call, reply: resolve }))
    this.#note({ kind: 'permission-asked', client: 'main', session, permission, call })
    return promise
  }

  /** Answers one question. @throws HarnessError LIMIT_REACHED when it is not open, or the agent does not offer such an answer */
  answer(session: string, permission: string, how: 'allow' | 'decline'): void {
    const question = this.#open.get(session)?.get(permission)
    const reply = question && replyOf(question.asked, how === 'allow' ? 'allow_once' : 'reject_once')
    if (question === undefined || reply === undefined)
      throw new HarnessError('LIMIT_REACHED', `the agent takes no "${how}" for ${permission}`)
    this.#end(session, permission, question, how === 'allow' ? 'allowed' : 'declined', reply)
  }

  /** Takes back what is open in a session, which the protocol wants of a client that cancels its turn. */
  withdraw(session: string): void {
    for (const [permission, question] of this.#open.get(session) ?? [])
      this.#end(session, permission, question, 'withdrawn', { outcome: { outcome: 'cancelled' } })
  }

  /** Forgets what a process asked that is gone. */
  clear(): void {
    this.#open.clear()
  }

  #end(session: string, permission: string, question: Question, answer: PermissionAnswer, reply: Reply): void {
    this.#open.get(session)?.delete(permission)
    const { call } = question
    this.#note({ kind: 'permission-answered', client: 'main', session, permission, call, answer })
    question.reply(reply)
  }
}

/** The answer of a kind: the first, since others may change what is asked later. */
export function replyOf({ options }: Asked, kind: PermissionOptionKind): Reply | undefined {
  const option = options.find((one) => one.kind === kind)
  return option && { outcome: { outcome: 'selected', optionId: option.optionId } }
}

/** The model's id of a call: our tool is called with it, and an agent may have an id of its own. */
function callIn({ toolCallId, rawInput }: Asked['toolCall']): string {
  const [, joined = ''] = /"call":"([^"]*)"/.exec(JSON.stringify(rawInput ?? '')) ?? []
  return splitCall(joined)[0] || toolCallId.replace(/^.*hold__/, '')
}
