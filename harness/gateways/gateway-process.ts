import { execa } from 'execa'
import type { Place } from '../driver.ts'
import { eachLine } from '../lines.ts'
import type { Pipe, Running } from '../machine.ts'
import { isPassing, sendSignal, signalOf } from '../signals.ts'

/** How a gateway is started. */
export type Start = {
  readonly file: string
  readonly args: readonly string[]
  /** all that it sees */
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** it is spoken to by its standard input and output */
  readonly piped?: true
  /** finds the gateway by what is started, where that only waits for it and ends as a shell does */
  readonly processOf?: (pid: number) => Promise<number>
}

/** More of what one process prints is not kept: a flood must fill neither our memory nor a disk. Characters. */
const maxLogged = 10_000_000
/** What an entry costs besides its text. */
const perLine = 200

/** The operating system's process of a gateway, and what it prints. */
export class GatewayProcess implements Running {
  readonly #start: Start
  readonly #child: ReturnType<typeof spawn>
  readonly #note: Place['note']
  #asked = false
  #running = true
  #logged = 0
  /** the gateway itself; nothing before it is known */
  #pid: number | undefined
  /** signals that it gets when it is known */
  #early: NodeJS.Signals[] = []
  /** lines that it printed before it was known; they are read at once, since what nobody reads execa throws away */
  #unnoted: string[] = []
  readonly #exited = Promise.withResolvers<void>()

  constructor(start: Start, note: Place['note']) {
    this.#start = start
    this.#note = note
    this.#child = spawn(start)
    const pid = this.#child.pid ?? -1
    const logs = start.piped ? [this.#child.stderr] : [this.#child.stdout, this.#child.stderr]
    for (const stream of logs) eachLine(stream, (line) => this.#log(line))
    const known = start.processOf?.(pid).then((found) => this.#know(found))
    if (known === undefined) this.#know(pid)
    this.#child.nodeChildProcess.once('error', ({ message }) => {
      this.#running = false
      this.#note({ kind: 'gateway-logged', line: `cannot be started: ${message}` })
      this.#exited.resolve()
    })
    // its own exit, and not the end of its output, which a process that it left behind may hold open
    this.#child.nodeChildProcess.once('exit', async (code, signal) => {
      await known
      this.#end(code, signal)
    })
  }

  get running(): boolean {
    return this.#running
  }

  signal(signal: NodeJS.Signals): void {
    this.#asked ||= !isPassing(signal)
    if (this.#pid === undefined) this.#early.push(signal)
    else if (this.#running && sendSignal(this.#pid, signal)) this.#note({ kind: 'gateway-signalled', signal })
  }

  get pipe(): Pipe {
    const { stdin, stdout } = this.#child.nodeChildProcess
    if (stdin == null || stdout == null) throw new Error('the process was not started to be spoken to')
    return { input: stdin, output: stdout }
  }

  /** Resolves when the process is gone. */
  exited(): Promise<void> {
    return this.#exited.promise
  }

  #know(pid: number): void {
    this.#pid = pid
    this.#note({ kind: 'gateway-started', pid })
    for (const line of this.#unnoted.splice(0)) this.#noteLine(line)
    for (const signal of this.#early) this.signal(signal)
  }

  #log(line: string): void {
    if (this.#logged > maxLogged) return
    this.#logged += line.length + perLine
    const full = this.#logged > maxLogged
    this.#noteLine(full ? '(it prints too much: the rest is left out)' : line)
  }

  #noteLine(line: string): void {
    if (this.#pid === undefined) this.#unnoted.push(line)
    else this.#note({ kind: 'gateway-logged', line, ...(!this.#running && { late: true as const }) })
  }

  #end(code: number | null, ended: string | null): void {
    this.#running = false
    const signal = ended ?? (this.#start.processOf === undefined ? null : signalOf(code))
    this.#note({ kind: 'gateway-exited', code: signal === null ? code : null, signal, asked: this.#asked })
    this.#exited.resolve()
  }
}

function spawn({ file, args, env, cwd = '/', piped }: Start) {
  return execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: piped ? 'pipe' : 'ignore',
    buffer: false,
    reject: false,
  })
}
