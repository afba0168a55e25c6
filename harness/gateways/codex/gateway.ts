import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isObject, type Json, listOf } from '../../../mock-provider/json.ts'
import type { Client, Gateway, Installed, Place, Store, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { inTime } from '../../in-time.ts'
import { limits } from '../../limits.ts'
import type { Program, Running } from '../../machine.ts'
import type { Order, SessionState } from '../../record/entry.ts'
import { leaveHalfLine } from '../../store/leave-half-line.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { JsonRpcClient, type RpcAnswer } from '../json-rpc-client.ts'
import { Questions } from '../questions.ts'
import type { Layout } from './config.ts'
import { turnsOfItems } from './items.ts'
import { checkStore, readStore, threadFile } from './store.ts'
import { idOf, Thread } from './thread.ts'

/** One codex app server on one state folder, spoken to by its own pipe; each session is a thread of it. */
export class Codex implements Gateway {
  readonly #place: Place
  readonly #programOf: (version?: Installed) => Promise<Program>
  readonly #layout: Layout
  /** by session */
  readonly #threads = new Map<string, Thread>()
  readonly #questions: Questions<Json>
  #process: Running | undefined
  #rpc: JsonRpcClient | undefined
  #lastLine = ''

  constructor(place: Place, layout: Layout, programOf: (version?: Installed) => Promise<Program>) {
    this.#place = place
    this.#layout = layout
    this.#programOf = programOf
    this.#questions = new Questions(place.note)
    if (place.stored !== undefined) this.#threads.set('main', new Thread(place.stored, 'main'))
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  /** Its threads are resumed with it. */
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
    this.#questions.clear()
    this.#rpc = new JsonRpcClient(process.pipe, {
      notified: (method, params) => this.#notified(method, params),
      asked: (method, params) => this.#asked(method, params),
      logged: (line) => note({ kind: 'gateway-logged', line }),
    })
    process.pipe.output.once('close', () => {
      for (const thread of this.#threads.values()) thread.closed().forEach(note)
    })
    const clientInfo = { name: 'gatecrash', version: '1' }
    const answer = await this.#ask('initialize', { clientInfo, capabilities: { experimentalApi: true } })
    if (!answer.ok)
      throw new HarnessError('GATEWAY_NOT_READY', `${answer.why}; the last line of its log: ${this.#lastLine}`)
    this.#rpc.notify('initialized')
    for (const { id } of this.#threads.values()) await this.#call('thread/resume', { threadId: id, excludeTurns: true })
    const ms = Math.round(performance.now() - began)
    note({ kind: 'gateway-ready', protocol: 'app-server', ms, ...(as && { version: as.version }) })
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  client(): Client {
    return {
      send: (session, text) => this.#send(session, text),
      stop: (session) => this.#stop(session),
      compact: (session) => this.#compact(session),
      answer: async (session, permission, how) => this.#questions.answer(session, permission, how),
    }
  }

  async sessions(): Promise<SessionState[]> {
    const threads = [...this.#threads]
    return Promise.all(
      threads.map(async ([session, { id }]) => {
        const { thread } = await this.#call('thread/read', { threadId: id })
        const status = isObject(thread) && isObject(thread.status) ? thread.status : {}
        const running = status.type === 'active'
        return { session, running, ...(running ? {} : { idle: true as const }), status: JSON.stringify(status) }
      }),
    )
  }

  async history(session: string): Promise<Turn[]> {
    const thread = this.#threads.get(session)
    if (thread === undefined) return []
    const listed = await this.#ask('thread/items/list', { threadId: thread.id, limit: 1_000 })
    if (listed.ok) return turnsOfItems(listOf(listed.result, 'data').map((entry) => Object(entry).item))
    // as versions have it that do not know that list
    const read = await this.#call('thread/read', { threadId: thread.id, includeTurns: true })
    return turnsOfItems(listOf(read.thread, 'turns').flatMap((turn) => listOf(turn, 'items')))
  }

  get store(): Store {
    const { machine, kept } = this.#place
    const stored = () => machine.stored(this.#layout.state)
    const evidence = join(kept, 'store')
    return {
      transcripts: async () => readStore(await stored(), evidence, (id) => this.#sessionOf(id) ?? id),
      check: async () => checkStore(await stored(), evidence, this.running),
    }
  }

  /** Half a line can be left at the end of what it has stored; `lacks` says what else there is not. */
  get surroundings(): Partial<Surroundings> {
    return { damage: (session) => this.#breakOff(session) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await this.#process?.exited()
  }

  async #breakOff(session: string): Promise<readonly string[]> {
    const state = await this.#place.machine.stored(this.#layout.state)
    const file = await threadFile(state, this.#threads.get(session)?.id ?? '')
    if (file === undefined) throw new HarnessError('LIMIT_REACHED', `the store has no file of ${session} yet`)
    await leaveHalfLine(file)
    return []
  }

  #sessionOf(thread: string): string | undefined {
    return [...this.#threads].find(([, { id }]) => id === thread)?.[0]
  }

  /** A decline lets the turn go on, unlike "cancel", which ends it. A question that a stop has ended is not answered. */
  #asked(method: string, { threadId, itemId }: Json): Promise<Json> {
    const session = this.#sessionOf(String(threadId))
    if (method !== 'item/commandExecution/requestApproval' || session === undefined)
      throw new Error(`nobody answers ${method}`)
    return this.#questions.ask(session, String(itemId), {
      allowed: { decision: 'accept' },
      declined: { decision: 'decline' },
    })
  }

  #notified(method: string, params: Json): void {
    const id = typeof params.threadId === 'string' ? params.threadId : undefined
    const session = id === undefined ? undefined : this.#sessionOf(id)
    const thread = session === undefined ? undefined : this.#threads.get(session)
    thread?.entriesOf(method, params).forEach(this.#place.note)
  }

  /** The thread of a session, begun now where there is none. */
  async #thread(session: string): Promise<Thread> {
    const known = this.#threads.get(session)
    if (known !== undefined) return known
    const { thread } = await this.#call('thread/start', { cwd: this.#layout.workspace })
    const begun = new Thread(idOf(thread), session)
    this.#threads.set(session, begun)
    return begun
  }

  /** Starts a turn, or puts the message into the one that runs. */
  async #send(session: string, text: string): Promise<string> {
    const thread = await this.#thread(session)
    const [message, run] = [randomUUID(), randomUUID()]
    this.#sent(message, session, 'message', text)
    thread.sending(run)
    const input = [{ type: 'text', text }]
    const answer = await this.#answered('turn/start', { threadId: thread.id, clientUserMessageId: run, input })
    if (answer.ok) thread.turn = idOf(answer.result.turn)
    else thread.refused(run)
    this.#acknowledge(message, answer, answer.ok ? { run } : {})
    return message
  }

  async #stop(session: string): Promise<string> {
    const thread = await this.#thread(session)
    const message = randomUUID()
    const stoppedRuns = thread.runs
    this.#sent(message, session, 'stop', 'turn/interrupt')
    const answer = await this.#answered('turn/interrupt', { threadId: thread.id, turnId: thread.turn })
    const nothing = !answer.ok && /no active turn/.test(answer.why)
    const said = nothing ? { ok: true, stopped: 'nothing' } : answer.ok ? { stopped: 'at once', stoppedRuns } : {}
    this.#acknowledge(message, answer, said)
    return message
  }

  async #compact(session: string): Promise<string> {
    const thread = await this.#thread(session)
    const [message, run] = [randomUUID(), randomUUID()]
    this.#sent(message, session, 'compact', 'thread/compact/start')
    thread.compacting(run)
    const answer = await this.#answered('thread/compact/start', { threadId: thread.id })
    if (!answer.ok) thread.refused(run)
    this.#acknowledge(message, answer, answer.ok ? { run } : {})
    return message
  }

  #sent(message: string, session: string, what: Order, text: string): void {
    this.#place.note({ kind: 'client-sent', client: 'main', message, session, what, text })
  }

  #acknowledge(message: string, answer: RpcAnswer, said: object): void {
    const detail = answer.ok ? JSON.stringify(answer.result) : answer.why
    this.#place.note({ kind: 'client-acknowledged', message, ok: answer.ok, detail, ...said })
  }

  /** @throws HarnessError LIMIT_REACHED when there is no answer */
  async #answered(method: string, params: Json): Promise<RpcAnswer> {
    const answer = await this.#ask(method, params)
    if (!answer.ok && answer.lost) throw new HarnessError('LIMIT_REACHED', answer.why)
    return answer
  }

  /** @throws HarnessError LIMIT_REACHED when it is refused */
  async #call(method: string, params: Json): Promise<Json> {
    const answer = await this.#ask(method, params)
    if (answer.ok) return answer.result
    throw new HarnessError('LIMIT_REACHED', `"${method}" was refused: ${answer.why}`)
  }

  async #ask(method: string, params: Json): Promise<RpcAnswer> {
    if (this.#rpc === undefined) throw new HarnessError('LIMIT_REACHED', 'codex was not started')
    const why = `no answer to "${method}" within ${limits.accept / 1000} s (limit "accept")`
    const late = () => new HarnessError('LIMIT_REACHED', why)
    return inTime(this.#rpc.request(method, params), limits.accept, late).catch(() => ({ ok: false, why, lost: true }))
  }
}
