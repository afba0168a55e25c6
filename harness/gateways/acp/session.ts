import { randomUUID } from 'node:crypto'
import type { SessionUpdate, StopReason } from '@agentclientprotocol/sdk'
import type { EntryBody } from '../../record/entry.ts'

/** A prompt that is not answered yet: the run that it is to us, and what the agent has said since. */
export type Prompt = { readonly run: string; text: string }

/** One session of an agent, by the scenario's name: its prompts that are open, and what the agent tells about it. */
export class Session {
  readonly name: string
  /** the agent's id of it */
  id = ''
  readonly #note: (body: EntryBody) => void
  readonly #open: Prompt[] = []

  constructor(name: string, note: (body: EntryBody) => void) {
    this.name = name
    this.#note = note
  }

  get isBusy(): boolean {
    return this.#open.length > 0
  }

  /** The runs under way. */
  get runs(): string[] {
    return this.#open.map(({ run }) => run)
  }

  begin(): Prompt {
    const prompt = { run: randomUUID(), text: '' }
    this.#open.push(prompt)
    return prompt
  }

  /** A prompt was answered: with why its turn stopped, or with an error. */
  end(prompt: Prompt, how: { readonly stopped: StopReason } | { readonly failed: string }): void {
    this.#drop(prompt)
    const saw = { kind: 'client-saw', client: 'main', session: this.name, run: prompt.run } as const
    if ('failed' in how) this.#note({ ...saw, what: 'error', text: how.failed })
    else if (how.stopped === 'cancelled') this.#note({ ...saw, what: 'aborted', text: prompt.text })
    else this.#note({ ...saw, what: 'reply', text: prompt.text })
  }

  /** The agent is gone, and so are the prompts that it has not answered. */
  lose(prompt: Prompt): void {
    this.#drop(prompt)
  }

  /** What the agent tells while a prompt is open; what it tells otherwise repeats a history. */
  told(update: SessionUpdate): void {
    const newest = this.#open.at(-1)
    if (newest === undefined) return
    if (update.sessionUpdate === 'agent_message_chunk' && update.content.type === 'text')
      newest.text += update.content.text
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
