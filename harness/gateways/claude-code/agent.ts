import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { Installed, Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { inTime } from '../../in-time.ts'
import { limits } from '../../limits.ts'
import type { Program, Running } from '../../machine.ts'
import type { SessionState } from '../../record/entry.ts'
import { lineClient } from '../line-client.ts'
import { Questions } from '../questions.ts'
import { Conversation } from './conversation.ts'

/** What an agent needs: how its process is started, now, and what else it is in. */
export type Host = Pick<Place, 'machine' | 'note' | 'gate' | 'whenAsked'> & {
  readonly program: (version?: Installed) => Promise<Program>
}

type Waiting = { readonly answered: (response: Json) => void; readonly lost: (error: Error) => void }

/** A process of Claude Code, which has one session, and what its person does there. It can be started again after it has ended. */
export class Agent {
  readonly #session: string
  readonly #host: Host
  readonly #conversation: Conversation
  readonly #questions: Questions<Json>
  readonly #waiting = new Map<string, Waiting>()
  /** tells that the process has written a line, or is gone */
  readonly #turned = new EventEmitter()
  #process: Running | undefined
  #write: (line: Json) => void = () => {}
  #lastLine = ''

  constructor(session: string, host: Host) {
    this.#session = session
    this.#host = host
    this.#conversation = new Conversation(session)
    this.#questions = new Questions(host.note)
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  async exited(): Promise<void> {
    await this.#process?.exited()
  }

  /** Starts the process, and waits until it answers and knows the gated tool. @throws HarnessError GATEWAY_NOT_READY */
  async start(as?: Installed): Promise<void> {
    const { machine, note, gate, program } = this.#host
    const began = performance.now()
    const listed = gate.whenListed(this.#session)
    listed.catch(() => {})
    const process = machine.run(await program(as), (body) => {
      if (body.kind === 'gateway-logged') this.#lastLine = body.line.slice(0, 500)
      note(body)
    })
    this.#process = process
    this.#questions.clear()
    if (process.pipe === undefined) throw new HarnessError('GATEWAY_NOT_READY', 'its machine gives it no pipe')
    this.#write = lineClient(
      process.pipe,
      (line) => this.#told(line),
      (line) => note({ kind: 'gateway-logged', line }),
    )
    process.pipe.output.once('close', () => this.#lost())
    try {
      await this.#ask({ subtype: 'initialize' }, limits.boot)
      await listed
    } catch (error) {
      throw new HarnessError('GATEWAY_NOT_READY', `it is not ready; its last line: ${this.#lastLine}`, { cause: error })
    }
    const ms = Math.round(performance.now() - began)
    note({ kind: 'gateway-ready', protocol: 'stream-json', ms, ...(as && { version: as.version }) })
  }

  /** Sends a message: it is accepted when it comes back or the model is asked about it, either of which may be late where it waits for a turn. */
  async send(text: string): Promise<string> {
    const [message, run] = [randomUUID(), randomUUID()]
    const { note, whenAsked } = this.#host
    note({ kind: 'client-sent', client: 'main', message, session: this.#session, what: 'message', text })
    this.#conversation.sending(message, run)
    const content = [{ type: 'text', text }]
    this.#write({ type: 'user', uuid: run, message: { role: 'user', content }, parent_tool_use_id: null })
    const asked = whenAsked(text).then(() => {
      this.#conversation.asked(run).forEach(note)
      this.#turned.emit('line')
    })
    // one that is put into a turn is never asked about by itself
    asked.catch(() => {})
    const isHeard = await this.#until(() => !this.#conversation.isUnheard(run), limits.accept)
    if (isHeard && this.running) return message
    throw new HarnessError('LIMIT_REACHED', `the message got no answer: ${isHeard ? 'the process is gone' : 'in time'}`)
  }

  /** Interrupts what runs: it is done when the runs have ended, which comes after the answer. */
  async stop(): Promise<string> {
    const message = randomUUID()
    const { note } = this.#host
    const { runs: stoppedRuns } = this.#conversation
    note({ kind: 'client-sent', client: 'main', message, session: this.#session, what: 'stop', text: 'interrupt' })
    if (stoppedRuns.length > 0) this.#conversation.stopping()
    const detail = JSON.stringify(await this.#ask({ subtype: 'interrupt' }, limits.accept))
    const haveEnded = () => !stoppedRuns.some((run) => this.#conversation.runs.includes(run))
    const isOver = await this.#until(haveEnded, limits.effect)
    const stopped = stoppedRuns.length === 0 ? 'nothing' : isOver ? 'at once' : 'later'
    note({ kind: 'client-acknowledged', message, ok: true, detail, stopped, stoppedRuns })
    return message
  }

  /** @throws HarnessError LIMIT_REACHED when nobody is asked any more */
  answer(permission: string, how: 'allow' | 'decline'): void {
    this.#questions.answer(this.#session, permission, how)
  }

  get state(): SessionState {
    const { isBusy } = this.#conversation
    const status = isBusy ? 'a message is not answered yet' : 'every message is answered'
    return { session: this.#session, running: isBusy, status }
  }

  #told(line: Json): void {
    if (line.type === 'control_response' && isObject(line.response)) this.#answered(line.response)
    if (line.type === 'control_request' && isObject(line.request)) void this.#asked(line.request_id, line.request)
    this.#conversation.entriesOf(line).forEach(this.#host.note)
    this.#turned.emit('line')
  }

  /** A question that a stop has ended, as `control_cancel_request` tells, takes no answer. */
  async #asked(id: unknown, { subtype, tool_use_id: call, input }: Json): Promise<void> {
    if (subtype !== 'can_use_tool') return
    const response = await this.#questions.ask(this.#session, String(call), {
      allowed: { behavior: 'allow', updatedInput: input },
      declined: { behavior: 'deny', message: 'the user declined this call' },
    })
    this.#write({ type: 'control_response', response: { subtype: 'success', request_id: id, response } })
  }

  #answered(response: Json): void {
    const id = String(response.request_id)
    this.#waiting.get(id)?.answered(response)
    this.#waiting.delete(id)
  }

  #lost(): void {
    for (const { lost } of this.#waiting.values()) lost(new Error('the process went before it answered'))
    this.#waiting.clear()
    this.#conversation.closed().forEach(this.#host.note)
    this.#turned.emit('line')
  }

  /** @throws HarnessError LIMIT_REACHED when there is no answer */
  async #ask(request: Json, ms: number): Promise<Json> {
    const id = randomUUID()
    const answer = new Promise<Json>((answered, lost) => this.#waiting.set(id, { answered, lost }))
    this.#write({ type: 'control_request', request_id: id, request })
    const why = `"${request.subtype}" got no answer within ${ms / 1000} s`
    return inTime(answer, ms, () => new HarnessError('LIMIT_REACHED', why))
  }

  /** Whether something comes to be so, at a line that the process writes. */
  async #until(isSo: () => boolean, ms: number): Promise<boolean> {
    const late = AbortSignal.timeout(ms)
    while (!isSo()) {
      const isLate = await once(this.#turned, 'line', { signal: late }).then(
        () => false,
        () => true,
      )
      if (isLate) return false
    }
    return true
  }
}
