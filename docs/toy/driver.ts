import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Client,
  type Driver,
  type Gateway,
  HarnessError,
  joinCall,
  type LineMessage,
  lineClient,
  type Need,
  type Place,
  plainProfile,
  quote,
  type Running,
  type SessionState,
  type Store,
  type Turn,
} from 'gatecrash/driver'

const has: readonly Need[] = ['store', 'parallel-tools', 'stop-ends-tools', 'tool-processes', 'while-busy-followup']

const toy: Driver = {
  name: 'toy',
  defaultVersion: '1',
  apis: ['anthropic-messages'],
  limits: { settle: 5_000, quiet: 100 },
  profile: () => ({ ...plainProfile, lexicon: { ...plainProfile.lexicon, invented: ['^\\(stopped\\)$'] } }),
  async install(version) {
    if (version !== '1') throw new HarnessError('UNKNOWN_GATEWAY', `there is no toy ${version}`)
    return { name: 'toy', version, folder: import.meta.dirname, node: process.execPath }
  },
  lacks: (need) => (has.includes(need) ? undefined : `the toy lacks what "${need}" stands for`),
  toolCaller: (gate) => (call, id, offered) => {
    if (call.native !== undefined || !offered.some(({ name }) => name === 'sh')) return null
    return { name: 'sh', input: { command: [...gate, joinCall(id, call.tool)].map(quote).join(' ') } }
  },
  open: async ({ node, folder }, place) => new Toy(place, node, join(folder, 'toy.mjs')),
}
export default toy

class Toy implements Gateway {
  process: Running | undefined
  write = (_: LineMessage) => {}
  readonly open = new Map<string, string>()
  readonly waiting = new Map<string, (message: LineMessage) => void>()
  readonly place: Place
  readonly node: string
  readonly program: string

  constructor(place: Place, node: string, program: string) {
    this.place = place
    this.node = node
    this.program = program
  }

  get running() {
    return this.process?.running === true
  }

  async start() {
    const { machine, folder, providerUrl, environment, note } = this.place
    const began = performance.now()
    const args = [this.program, join(folder, 'state'), providerUrl]
    const env = { PATH: '/usr/bin:/bin', HOME: folder, ...environment }
    const file = machine.node(this.node)
    this.process = machine.run({ file, args, env, cwd: folder, state: folder, piped: true }, note)
    this.open.clear()
    const ready = this.answer('ready')
    if (this.process.pipe === undefined) throw new Error('it was started with a pipe')
    this.write = lineClient(
      this.process.pipe,
      (message) => this.told(message),
      (line) => note({ kind: 'gateway-logged', line }),
    )
    const exited = this.process.exited().then(() => {
      throw new HarnessError('GATEWAY_NOT_READY', 'the toy exited before it was ready')
    })
    await Promise.race([ready, exited])
    exited.catch(() => {})
    note({ kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' })
    note({ kind: 'gateway-ready', protocol: 'toy', ms: Math.round(performance.now() - began) })
  }

  signal(signal: NodeJS.Signals) {
    this.process?.signal(signal)
  }

  client(): Client {
    return {
      send: async (session, text) => {
        const [message, run] = [randomUUID(), randomUUID()]
        this.place.note({ kind: 'client-sent', client: 'main', message, session, what: 'message', text })
        this.open.set(run, session)
        const accepted = this.answer(run)
        this.write({ session, say: text, run })
        await accepted
        this.place.note({ kind: 'client-acknowledged', message, ok: true, detail: 'accepted', run })
        return message
      },
      stop: async (session) => {
        const message = randomUUID()
        this.place.note({ kind: 'client-sent', client: 'main', message, session, what: 'stop', text: 'stop' })
        const answer = this.answer('stopped')
        this.write({ session, stop: true })
        const stopped = (await answer).stopped as 'at once' | 'nothing'
        this.place.note({ kind: 'client-acknowledged', message, ok: true, detail: stopped, stopped })
        return message
      },
    }
  }

  async sessions(): Promise<SessionState[]> {
    const busy = new Set(this.open.values())
    return [...busy].map((session) => ({ session, running: true, status: 'it has a message to answer' }))
  }

  get store(): Store {
    const state = join(this.place.folder, 'state')
    const read = async (name: string) => ({
      session: name.replace('.json', ''),
      source: join('state', name),
      turns: turnsOf(JSON.parse(await readFile(join(state, name), 'utf8'))),
    })
    return {
      transcripts: async () => Promise.all((await readdir(state)).filter((name) => name.endsWith('.json')).map(read)),
      check: async () => [],
    }
  }

  async [Symbol.asyncDispose]() {
    if (this.running) this.signal('SIGKILL')
    await this.process?.exited()
  }

  told(message: LineMessage) {
    const { session, call, phase, run, end, text } = message as Record<string, string>
    for (const [name, resolve] of this.waiting)
      if (name in message || message.accepted === name) {
        this.waiting.delete(name)
        resolve(message)
      }
    if (call !== undefined)
      this.place.note({ kind: 'tool-reported', session, call, phase: phase as 'started' | 'ended' })
    if (end === undefined) return
    this.open.delete(run)
    this.place.note({
      kind: 'client-saw',
      client: 'main',
      session,
      run,
      what: end as 'reply' | 'error' | 'aborted',
      text,
    })
  }

  answer(name: string): Promise<LineMessage> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new HarnessError('LIMIT_REACHED', `no answer for ${name}`)), 20_000)
      this.waiting.set(name, (message) => {
        clearTimeout(timer)
        resolve(message)
      })
    })
  }
}

type Part = {
  type: string
  text: string
  id: string
  name: string
  input: unknown
  tool_use_id: string
  content: string
  is_error: boolean
}

function turnsOf(messages: { role: 'user' | 'assistant'; content: string | Part[] }[]): Turn[] {
  return messages.map(({ role, content }, index) => ({
    role,
    at: `message ${index}`,
    blocks: (typeof content === 'string' ? [{ type: 'text', text: content } as Part] : content).map((part) => {
      if (part.type === 'tool_use') return { type: 'call', id: part.id, name: part.name, input: part.input }
      if (part.type === 'tool_result')
        return { type: 'result', id: part.tool_use_id, text: part.content, error: part.is_error }
      return { type: 'text', text: part.text }
    }),
  }))
}
