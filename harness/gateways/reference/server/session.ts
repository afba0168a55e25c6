import { randomUUID } from 'node:crypto'
import { ProviderFailure } from './failure.ts'
import type { Call, History } from './history.ts'
import type { Block, SessionLog } from './log.ts'
import type { Parts } from './parts.ts'
import { Permissions } from './permissions.ts'
import type { Provider } from './provider.ts'
import type { Result, Tools } from './tools.ts'

/** What all sessions share; with `asksFirst`, a person has to allow each call. */
export type Means = {
  readonly parts: Parts
  readonly provider: Provider
  readonly tools: Tools
  readonly asksFirst: boolean
}

/** Why a run was interrupted; the model is told these words about a call that was ended. */
const byUser = 'stopped by the user'
const byShutdown = 'the gateway was shut down'
const byRestart = 'the gateway was restarted before the result was known; the command may have done part of its work'

type Current = { readonly run: string; readonly stopping: AbortController; readonly done: Promise<void> }

/** One conversation. Its messages are answered one after another, in the order in which they were accepted. */
export class Session {
  protected readonly log: SessionLog
  protected readonly means: Means
  protected readonly history: History
  protected readonly permissions = new Permissions()
  /** what runs */
  protected current: Current | undefined
  protected closed = false

  constructor(log: SessionLog, means: Means) {
    this.log = log
    this.means = means
    this.history = new means.parts.History(log.entries)
  }

  /** Why no message can be accepted, if so: the stored history is broken. */
  get damage(): string | undefined {
    return this.log.damage ?? this.history.damage
  }

  /** Whether a message is being answered or waits for it. */
  get running(): boolean {
    return this.current !== undefined
  }

  /** Heals what an earlier life of the gateway has left open, and goes on with what it owes; of a broken history it owes the news. */
  resume(): void {
    if (this.damage !== undefined) this.giveUp(this.damage)
    const run = this.history.nextRun
    if (run === undefined) return
    this.heal(run)
    this.goOn()
  }

  /** Accepts a message, and returns its run. The same `key` again is the same message. */
  say(text: string, key: string): string {
    const known = this.log.entries.find((entry) => entry.type === 'accepted' && entry.key === key)
    if (known !== undefined) return known.run
    const run = randomUUID()
    this.accept(run, text, key)
    this.goOn()
    return run
  }

  /** Stops what runs and what waits, or `only` one run of it, and resolves when nothing of that is left; `false` when there was nothing. */
  async stop(only?: string): Promise<boolean> {
    if (this.current === undefined) return false
    const { run, stopping, done } = this.current
    const isMeant = (one: string) => only === undefined || one === only
    const waiting = this.history.openRuns.filter((one) => one !== run && isMeant(one))
    for (const one of waiting) this.end(one, 'stopped', byUser)
    if (!isMeant(run)) return waiting.length > 0
    stopping.abort(byUser)
    await done
    return true
  }

  /** Takes a person's answer to whether a call may run; `false` when nobody is asked about it. */
  permit(call: string, isAllowed: boolean): boolean {
    const run = this.current?.run
    if (run === undefined || !this.permissions.has(call)) return false
    this.log.append({ type: 'answered', run, call, isAllowed })
    this.permissions.answer(call, isAllowed)
    return true
  }

  /** Stops what runs and what waits, and puts a summary in the place of what came before the newest run. */
  async compact(): Promise<string> {
    await this.stop()
    const run = randomUUID()
    this.log.append({ type: 'compacted', run, ...this.history.summary() })
    return run
  }

  /** Ends what runs without giving it up: the next life of the gateway goes on with it. */
  async shutDown(): Promise<void> {
    this.closed = true
    this.current?.stopping.abort(byShutdown)
    await this.current?.done
  }

  protected giveUp(damage: string): void {
    for (const run of this.history.openRuns) {
      this.closeCalls(run, byRestart)
      this.end(run, 'failed', `the history is broken, ${damage}`)
    }
  }

  protected heal(run: string): void {
    this.closeCalls(run, byRestart)
  }

  protected accept(run: string, text: string, key: string): void {
    this.log.append({ type: 'accepted', run, text, key })
  }

  /** Begins the next run, unless one runs. */
  protected goOn(): void {
    const run = this.history.nextRun
    if (this.closed || this.current !== undefined || run === undefined) return
    const stopping = new AbortController()
    const done = this.answer(run, stopping.signal).then(() => this.finish())
    this.current = { run, stopping, done }
  }

  protected finish(): void {
    this.current = undefined
    this.goOn()
  }

  /** Answers one message, from wherever an earlier life of the gateway has come with it. */
  protected async answer(run: string, signal: AbortSignal): Promise<void> {
    try {
      this.begin(run)
      while (!this.history.isOver(run)) {
        signal.throwIfAborted()
        await this.advance(run, signal)
      }
    } catch (error) {
      if (!signal.aborted) return this.end(run, 'failed', error instanceof Error ? error.message : String(error))
      this.closeCalls(run, signal.reason)
      if (signal.reason === byUser) this.end(run, 'stopped', byUser)
    }
  }

  protected begin(run: string): void {
    const { entries } = this.log
    const accepted = entries.find((entry) => entry.type === 'accepted' && entry.run === run)
    if (accepted?.type !== 'accepted' || entries.some((entry) => entry.type === 'user' && entry.run === run)) return
    this.log.append({ type: 'user', run, text: accepted.text })
  }

  /** Runs the calls that wait for their results, all at once; asks the model when there are none. */
  protected async advance(run: string, signal: AbortSignal): Promise<void> {
    const calls = this.history.openCalls(run)
    if (calls.length > 0) await Promise.all(calls.map((call) => this.call(run, call, signal)))
    else await this.askModel(run, signal)
  }

  protected async askModel(run: string, signal: AbortSignal): Promise<void> {
    const { provider, tools } = this.means
    this.reply(run, await provider.ask({ messages: this.history.messages(), tools: tools.offered }, signal))
  }

  protected reply(run: string, content: readonly Block[]): void {
    const reply = { type: 'assistant', run, content } as const
    // a call id that was used before would make every later request invalid
    if (!this.history.takes(reply)) throw new ProviderFailure('the model used the id of an earlier call again', false)
    this.log.append(reply)
  }

  /** Runs a call and writes its result as soon as there is one, whatever the others of its batch do. */
  protected async call(run: string, call: Call, signal: AbortSignal): Promise<void> {
    const refusal = this.means.tools.refusalOf(call) ?? (await this.declined(run, call, signal))
    if (refusal !== undefined) return this.refuse(run, call, refusal)
    this.log.append({ type: 'started', run, call: call.id })
    this.keepResult(run, call, await this.means.tools.run(call, signal))
  }

  /** Why a call must not run: a person who is asked first has not allowed it. */
  protected async declined(run: string, { id }: Call, signal: AbortSignal): Promise<string | undefined> {
    if (!this.means.asksFirst) return undefined
    this.log.append({ type: 'asked', run, call: id })
    if (await this.permissions.ask(id, signal)) return undefined
    return signal.aborted ? `[no result: ${signal.reason}]` : 'the user declined this call'
  }

  protected refuse(run: string, call: Call, why: string): void {
    this.keepResult(run, call, { text: why, error: true })
  }

  /** Gives every call of a run that has no result one that says why. */
  protected closeCalls(run: string, why: string): void {
    for (const call of this.history.openCalls(run))
      this.keepResult(run, call, { text: `[no result: ${why}]`, error: true })
  }

  protected keepResult(run: string, { id }: Call, { text, error }: Result): void {
    this.log.append({ type: 'result', run, call: id, text, error })
  }

  protected end(run: string, how: 'stopped' | 'failed', text: string): void {
    this.log.append({ type: 'ended', run, how, text })
  }
}
