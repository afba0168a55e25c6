import { randomUUID } from 'node:crypto'
import type { Json } from '../../../mock-provider/json.ts'
import type { Installed, Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { Program, Running } from '../../machine.ts'
import type { Order, SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { turnOf } from '../session-tree/messages.ts'
import { Conversation } from './conversation.ts'
import { type Answer, Rpc } from './rpc.ts'

/** How a message that comes while a run is under way is sent. */
export type Behavior = 'steer' | 'followUp'

/** A process of pi, which has one session, and what its person does there. It can be started again after it has ended. */
export class Agent {
  readonly #session: string
  readonly #programOf: (version?: Installed) => Promise<Program>
  readonly #place: Place
  readonly #conversation: Conversation
  #process: Running | undefined
  #rpc: Rpc | undefined
  #lastLine = ''
  /** a compaction that was asked for, until pi says that it begins */
  #compacting: { readonly message: string; readonly run: string; readonly began: () => void } | undefined
  #settledAborted = false

  constructor(session: string, programOf: (version?: Installed) => Promise<Program>, place: Place) {
    this.#session = session
    this.#programOf = programOf
    this.#place = place
    this.#conversation = new Conversation(session)
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

  /** Starts the process, and waits until it answers. @throws HarnessError GATEWAY_NOT_READY */
  async start(as?: Installed): Promise<void> {
    const { machine, note } = this.#place
    const program = await this.#programOf(as)
    const began = performance.now()
    const process = machine.run(program, (body) => {
      if (body.kind === 'gateway-logged') this.#lastLine = body.line
      note(body)
    })
    if (process.pipe === undefined) throw new HarnessError('GATEWAY_NOT_READY', 'its machine gives it no pipe')
    this.#process = process
    this.#rpc = new Rpc(process.pipe, {
      onEvent: (event) => this.#told(event),
      onClose: () => this.#conversation.closed().forEach(note),
      onLine: (line) => note({ kind: 'gateway-logged', line }),
    })
    const { ok, detail } = await this.#rpc.ask('get_state')
    if (!ok)
      throw new HarnessError(
        'GATEWAY_NOT_READY',
        `${detail}; the last line of its log: ${this.#lastLine.slice(0, 500)}`,
      )
    const ms = Math.round(performance.now() - began)
    note({ kind: 'gateway-ready', protocol: 'rpc', ms, ...(as && { version: as.version }) })
  }

  /** Sends a message: into the run that is under way, or after it. */
  async send(text: string, streamingBehavior: Behavior): Promise<string> {
    const [message, run] = [randomUUID(), randomUUID()]
    this.#sent(message, 'message', text)
    this.#conversation.sending({ text, run })
    const answer = await this.#ask('prompt', { message: text, streamingBehavior })
    if (!answer.ok) this.#conversation.refused({ text, run })
    this.#acknowledge(message, answer, answer.ok ? { run } : {})
    return message
  }

  /** Stops what runs. It is done when it is answered. */
  async stop(): Promise<string> {
    const message = randomUUID()
    const stoppedRuns = this.#conversation.runs
    this.#settledAborted = false
    this.#sent(message, 'stop', 'abort')
    this.#conversation.isStopping = true
    const answer = await this.#ask('abort').finally(() => {
      this.#conversation.isStopping = false
    })
    const stopped = this.#settledAborted
      ? ({ stopped: 'at once', stoppedRuns } as const)
      : ({ stopped: 'nothing' } as const)
    this.#acknowledge(message, answer, answer.ok ? stopped : {})
    return message
  }

  /** Has the history summarized: resolves when that is accepted, which an event tells. What came of it is told by the answer. */
  async compact(): Promise<string> {
    const [message, run] = [randomUUID(), randomUUID()]
    this.#sent(message, 'compact', 'compact')
    const { promise: began, resolve } = Promise.withResolvers<void>()
    this.#compacting = { message, run, began: resolve }
    const answered = this.#ask('compact').then((answer) => this.#compacted(answer, run))
    await Promise.race([began, answered])
    // that its process has ended meanwhile is noted
    answered.catch(() => {})
    return message
  }

  async state(): Promise<SessionState> {
    const { data } = await this.#ask('get_state')
    const { isStreaming, isCompacting, pendingMessageCount } = data
    const running = isStreaming === true || isCompacting === true
    const status = JSON.stringify({ isStreaming, isCompacting, pendingMessageCount })
    return { session: this.#session, running, ...(running ? {} : { idle: true as const }), status }
  }

  async history(): Promise<Turn[]> {
    const { data } = await this.#ask('get_messages')
    const messages = Array.isArray(data.messages) ? data.messages : []
    return messages.flatMap((message, index) => turnOf(message, `history ${index}`))
  }

  #told(event: Json): void {
    if (event.type === 'compaction_start' && event.reason === 'manual') this.#compactionBegan()
    if (event.type === 'agent_settled') this.#settledAborted = this.#conversation.isAborted(event)
    this.#conversation.entriesOf(event).forEach(this.#place.note)
  }

  #compactionBegan(): void {
    if (this.#compacting === undefined) return
    const { message, run, began } = this.#compacting
    this.#compacting = undefined
    this.#place.note({ kind: 'client-acknowledged', message, ok: true, detail: 'compaction_start', run })
    began()
  }

  #compacted({ ok, detail, data }: Answer, run: string): void {
    this.#compactionBegan()
    const [what, text] = ok ? (['reply', String(data.summary)] as const) : (['error', detail] as const)
    this.#place.note({ kind: 'client-saw', client: 'main', session: this.#session, what, text, run })
  }

  #sent(message: string, what: Order, text: string): void {
    this.#place.note({ kind: 'client-sent', client: 'main', message, session: this.#session, what, text })
  }

  #acknowledge(message: string, { ok, detail }: Answer, said: object): void {
    this.#place.note({ kind: 'client-acknowledged', message, ok, detail, ...said })
  }

  /** @throws HarnessError LIMIT_REACHED when there is no answer */
  async #ask(type: string, fields: Json = {}): Promise<Answer> {
    if (this.#rpc === undefined) throw new HarnessError('LIMIT_REACHED', 'pi was not started')
    const answer = await this.#rpc.ask(type, fields)
    if (answer.lost) throw new HarnessError('LIMIT_REACHED', `"${type}" got no answer: ${answer.detail}`)
    return answer
  }
}
