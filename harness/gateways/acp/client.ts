import { randomUUID } from 'node:crypto'
import { type ClientConnection, methods } from '@agentclientprotocol/sdk'
import type { Client, Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { inTime } from '../../in-time.ts'
import { limits } from '../../limits.ts'
import type { Questions } from '../questions.ts'
import type { Prompt, Session } from './session.ts'
import { wordsOfError } from './words-of-error.ts'

/** What a person needs of the agent. */
export type Host = Pick<Place, 'note' | 'whenAsked'> & {
  readonly agent: () => ClientConnection['agent']
  /** the session of that name, begun when there is none */
  readonly session: (name: string) => Promise<Session>
  readonly questions: Pick<Questions<unknown>, 'answer' | 'withdraw'>
}

/** Whoever sits before an editor that drives the agent. */
export class Person implements Client {
  readonly #host: Host
  /** what becomes of the prompts that are open */
  readonly #answers = new Map<Prompt, Promise<void>>()

  constructor(host: Host) {
    this.#host = host
  }

  /**
   * The protocol answers a prompt when its turn ends. It is accepted when the model is asked about it, or when it is answered; of one that
   * waits for a turn before it, that may come late.
   */
  async send(name: string, text: string): Promise<string> {
    const { note, whenAsked } = this.#host
    const session = await this.#host.session(name)
    const message = randomUUID()
    const wasBusy = session.isBusy
    const prompt = session.begin()
    note({ kind: 'client-sent', client: 'main', message, session: name, what: 'message', text })
    let isAnswered = false
    const accept = (ok: boolean, detail: string) => {
      if (isAnswered) return
      isAnswered = true
      note({ kind: 'client-acknowledged', message, ok, detail, ...(ok && { run: prompt.run }) })
    }
    const asked = whenAsked(text).then(() => {
      prompt.isAsked = true
      // what came before is the end of a history that is told again
      if (!wasBusy) prompt.text = ''
      accept(true, 'the model is asked about it')
    })
    // it may never be asked about it, and what becomes of it is noted all the same
    asked.catch(() => {})
    const answered = this.#prompt(session, prompt, text, accept)
    if (!wasBusy) await Promise.race([asked, answered])
    return message
  }

  /** The one stop that there is; it ends every turn of the session. */
  async stop(name: string): Promise<string> {
    const { note, agent, questions } = this.#host
    const session = await this.#host.session(name)
    const message = randomUUID()
    note({ kind: 'client-sent', client: 'main', message, session: name, what: 'stop', text: 'session/cancel' })
    const { open } = session
    if (open.length === 0) {
      note({ kind: 'client-acknowledged', message, ok: true, detail: 'no prompt is open', stopped: 'nothing' })
      return message
    }
    for (const prompt of open) prompt.isStopped = true
    const ended = Promise.all(open.map((prompt) => this.#answers.get(prompt)))
    await agent().notify(methods.agent.session.cancel, { sessionId: session.id })
    questions.withdraw(name)
    await within(ended, 'the open prompts to be answered after session/cancel')
    const detail = 'the open prompts are answered'
    const stoppedRuns = open.map(({ run }) => run)
    note({ kind: 'client-acknowledged', message, ok: true, detail, stopped: 'at once', stoppedRuns })
    return message
  }

  /** The agent confirms no answer: it is given when it is written. */
  async answer(session: string, permission: string, how: 'allow' | 'decline'): Promise<void> {
    this.#host.questions.answer(session, permission, how)
  }

  async #prompt(
    session: Session,
    prompt: Prompt,
    text: string,
    accept: (ok: boolean, detail: string) => void,
  ): Promise<void> {
    const asking = this.#host
      .agent()
      .request(methods.agent.session.prompt, { sessionId: session.id, prompt: [{ type: 'text', text }] })
    const over = asking.then(
      ({ stopReason }) => {
        accept(true, stopReason)
        session.end(prompt, { stopped: stopReason })
      },
      (error) => {
        const words = wordsOfError(error)
        accept(false, words)
        session.end(prompt, { failed: words })
      },
    )
    this.#answers.set(prompt, over)
    await over
    this.#answers.delete(prompt)
  }
}

/** @throws HarnessError LIMIT_REACHED (limit "accept"), since the protocol's own library waits for ever */
async function within<T>(awaited: Promise<T>, what: string): Promise<T> {
  const why = `waited ${limits.accept / 1000} s (limit "accept") for ${what}`
  return inTime(awaited, limits.accept, () => new HarnessError('LIMIT_REACHED', why))
}
