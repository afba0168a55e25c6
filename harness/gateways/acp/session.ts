import { randomUUID } from 'node:crypto'
import type { SessionUpdate, StopReason } from '@agentclientprotocol/sdk'
import type { EntryBody } from '../../record/entry.ts'

/**
 * A prompt that is not answered yet: the run that it is to us, what the agent has said since, whether the model was asked about it, and
 * whether a person has stopped it.
 */
export type Prompt = { readonly run: string; text: string; isAsked: boolean; isStopped: boolean }

/** One session of an agent, by the scenario's name: its prompts that are open, and what the agent tells about it. */
export class Session {
  readonly name: string
  /** the agent's id of it */
  id = ''
  /** when it was begun, in milliseconds since 1970 */
  readonly began = Date.now()
  readonly #note: (body: EntryBody) => void
  readonly #steers: boolean
  readonly #open: Prompt[] = []

  constructor(name: string, steers: boolean, note: (body: EntryBody) => void) {
    this.name = name
    this.#steers = steers
    this.#note = note
  }

  get isBusy(): boolean {
    return this.#open.length > 0
  }

  /** The prompts that are open, the oldest first. */
  get open(): readonly Prompt[] {
    return [...this.#open]
  }

  begin(): Prompt {
    const prompt = { run: randomUUID(), text: '', isAsked: false, isStopped: false }
    this.#open.push(prompt)
    return prompt
  }

  /** A prompt was answered: with why its turn stopped, or with an error. */
  end(prompt: Prompt, how: { readonly stopped: StopReason } | { readonly failed: string }): void {
    this.#drop(prompt)
    const saw = { kind: 'client-saw', client: 'main', session: this.name, run: prompt.run } as const
    if ('failed' in how) this.#note({ ...saw, what: 'error', text: how.failed })
    else if (how.stopped !== 'cancelled') this.#note({ ...saw, what: 'reply', text: prompt.text })
    else if (prompt.isStopped) this.#note({ ...saw, what: 'aborted', text: prompt.text })
    // as by an agent that drops a run for the message after it; what it has said of it by then, the person has seen
    else this.#note({ ...saw, what: 'error', text: `cancelled, and nobody asked for it; shown: "${prompt.text}"` })
  }

  /**
   * What the agent tells while a prompt is open; what it tells otherwise repeats a history. It does not say which prompt it is about: the
   * oldest, unless the agent takes a message into the run that is under way, and the model was asked about that message by now.
   */
  told(update: SessionUpdate): void {
    const taken = this.#steers ? this.#open.findLast(({ isAsked }) => isAsked) : undefined
    const about = taken ?? this.#open[0]
    if (about === undefined) return
    if (update.sessionUpdate === 'agent_message_chunk' && update.content.type === 'text')
      about.text += update.content.text
    if (update.sessionUpdate === 'tool_call' || update.sessionUpdate === 'tool_call_update')
      this.#reported(update.toolCallId, update.status)
  }

  #reported(id: string, status: string | null | undefined): void {
    const phase =
      status === 'in_progress' ? 'started' : status === 'completed' || status === 'failed' ? 'ended' : undefined
    // some put the name of our tool before the id of the model
    const call = id.replace(/^.*hold__/, '')
    if (phase !== undefined) this.#note({ kind: 'tool-reported', client: 'main', session: this.name, call, phase })
  }

  #drop(prompt: Prompt): void {
    const index = this.#open.indexOf(prompt)
    if (index >= 0) this.#open.splice(index, 1)
  }
}
