import { randomUUID } from 'node:crypto'
import type { ProviderConfig } from './config.ts'
import { type Call, conversation, damageIn, isOver, nextRun, openCalls, openRuns, summaryOf } from './history.ts'
import type { Block, SessionLog } from './log.ts'
import { planted } from './planted.ts'
import { ask } from './provider.ts'
import { ProviderFailure } from './reply.ts'
import { type Result, refusalOf, runCommand } from './tools.ts'

/** What a session needs beside its log: the model, and a mark in the environment of its tools. */
export type Means = { readonly provider: ProviderConfig; readonly mark: Readonly<Record<string, string>> }

/** Why a run was interrupted; the words are what the model is told of a call that was ended. */
const byUser = 'stopped by the user'
const byShutdown = 'the gateway was shut down'
const byRestart = 'the gateway was restarted before the result was known; the command may have done part of its work'

/** Only a planted bug keeps any. */
const resultsById = new Map<string, Result>()

type Current = { readonly run: string; readonly stopping: AbortController; readonly done: Promise<void> }

/** One conversation: its messages are answered one after another, in the order in which they were accepted. */
export class Session {
  readonly #log: SessionLog
  readonly #means: Means
  #current: Current | undefined
  #closed = false
  #resumed = false

  /** Heals what an earlier life of the gateway has left open, and goes on with what it owes. */
  constructor(log: SessionLog, means: Means) {
    this.#log = log
    this.#means = means
    const run = nextRun(log.entries)
    if (run === undefined || this.damage !== undefined) return
    this.#resumed = true
    if (planted('restart-gives-up')) this.#end(run, 'stopped', '')
    if (planted('stale-session-lock')) this.#closed = true
    if (!planted('interrupted-call-runs-again') && !planted('batch-runs-again')) this.#closeCalls(run, byRestart)
    this.#goOn()
  }

  /** Why no message can be accepted: the stored history is broken. */
  get damage(): string | undefined {
    return this.#log.damage ?? damageIn(this.#log.entries)
  }

  /** Whether a message is being answered or waits for it. */
  get running(): boolean {
    return this.#current !== undefined || (planted('running-after-restart') && this.#resumed)
  }

  /** Accepts a message, to be answered when those before it are. The same `key` again is the same message. */
  say(text: string, key: string): string {
    const known = this.#log.entries.find((entry) => entry.type === 'accepted' && entry.key === key)
    if (known !== undefined) return known.run
    const run = randomUUID()
    if (planted('queued-message-dropped') && this.#current !== undefined) return run
    this.#log.append({ type: 'accepted', run, text, key })
    if (planted('message-amid-batch')) this.#begin(run)
    this.#goOn()
    return run
  }

  /** Stops what runs and what waits, and resolves when nothing of it is left; false when there was nothing. */
  async stop(): Promise<boolean> {
    if (this.#current === undefined) return false
    if (planted('stop-is-ignored')) return true
    const { run, stopping, done } = this.#current
    const open = openRuns(this.#log.entries)
    for (const waiting of open.filter((other) => other !== run)) this.#end(waiting, 'stopped', byUser)
    stopping.abort(byUser)
    await done
    return true
  }

  /** Stops what runs and what waits, and has a summary take the place of what came before the newest run. */
  async compact(): Promise<string> {
    await this.stop()
    const run = randomUUID()
    this.#log.append({ type: 'compacted', run, ...summaryOf(this.#log.entries) })
    return run
  }

  /** Ends what runs without giving it up: the next life of the gateway goes on with it. */
  async shutDown(): Promise<void> {
    this.#closed = true
    this.#current?.stopping.abort(byShutdown)
    await this.#current?.done
  }

  #goOn(): void {
    const run = nextRun(this.#log.entries)
    if (this.#closed || this.#current !== undefined || run === undefined) return
    const stopping = new AbortController()
    const done = this.#answer(run, stopping.signal).then(() => {
      if (planted('stop-leaves-session-busy') && stopping.signal.aborted) return
      this.#current = undefined
      this.#goOn()
    })
    this.#current = { run, stopping, done }
  }

  /** Answers one message, from wherever an earlier life of the gateway has come with it. */
  async #answer(run: string, signal: AbortSignal): Promise<void> {
    const { entries } = this.#log
    try {
      this.#begin(run)
      while (!isOver(entries, run)) {
        signal.throwIfAborted()
        const calls = planted('restart-without-healing') && this.#resumed ? [] : openCalls(entries, run)
        if (calls.length > 0) await Promise.all(calls.map((call) => this.#call(run, call, signal)))
        else this.#reply(run, await ask(this.#means.provider, conversation(entries), signal))
      }
      if (planted('answered-twice')) this.#reply(run, await ask(this.#means.provider, conversation(entries), signal))
    } catch (error) {
      if (!signal.aborted) return this.#end(run, 'failed', error instanceof Error ? error.message : String(error))
      this.#closeCalls(run, signal.reason)
      if (signal.reason === byUser) this.#end(run, 'stopped', byUser)
    }
  }

  #begin(run: string): void {
    const { entries } = this.#log
    const accepted = entries.find((entry) => entry.type === 'accepted' && entry.run === run)
    if (accepted?.type !== 'accepted' || entries.some((entry) => entry.type === 'user' && entry.run === run)) return
    this.#log.append({ type: 'user', run, text: accepted.text })
  }

  /** A call id that was used before would make every later request invalid. */
  #reply(run: string, content: readonly Block[]): void {
    const reply = { type: 'assistant', run, content } as const
    if (damageIn([...this.#log.entries, reply]) !== undefined)
      throw new ProviderFailure('the model used the id of an earlier call again', false)
    this.#log.append(reply)
  }

  /** Runs a call and writes its result as soon as there is one, whatever the others of its batch do. */
  async #call(run: string, call: Call, signal: AbortSignal): Promise<void> {
    const refusal = refusalOf(call)
    if (refusal !== undefined && planted('unknown-tool-without-result')) return this.#end(run, 'failed', refusal)
    if (refusal !== undefined)
      return this.#log.append({ type: 'result', run, call: call.id, text: refusal, error: true })
    this.#log.append({ type: 'started', run, call: call.id })
    const result = await runCommand(asRun(call), this.#means.mark, signal)
    if (planted('stopped-tool-starts-again') && signal.aborted)
      void runCommand(call, this.#means.mark, new AbortController().signal)
    if (leavesCallsOpen() && signal.aborted) return
    const known = resultsById.get(call.id) ?? result
    if (planted('results-by-id-alone')) resultsById.set(call.id, known)
    this.#log.append({ type: 'result', run, call: call.id, ...known })
  }

  /** Gives every call of a run that has no result one that says why. */
  #closeCalls(run: string, why: string): void {
    if (leavesCallsOpen() || (planted('restart-without-healing') && this.#resumed)) return
    for (const { id } of openCalls(this.#log.entries, run))
      this.#log.append({ type: 'result', run, call: id, text: `[no result: ${why}]`, error: true })
  }

  #end(run: string, how: 'stopped' | 'failed', text: string): void {
    const isSilent = planted('failure-is-silent') && how === 'failed'
    this.#log.append({ type: 'ended', run, how: isSilent ? 'stopped' : how, text })
  }
}

/** A request that is rejected for ever needs a broken history. */
function leavesCallsOpen(): boolean {
  return planted('stopped-call-without-result') || planted('rejection-is-retried')
}

function asRun(call: Call): Call {
  if (!planted('arguments-lose-a-letter')) return call
  return { ...call, input: { ...Object(call.input), command: Object(call.input).command.slice(0, -1) } }
}
