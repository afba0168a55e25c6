import { execa } from 'execa'
import type { Place } from '../driver.ts'
import { eachLine } from '../lines.ts'
import type { Program, Running } from '../machine.ts'
import { isPassing } from '../signals.ts'

/** The operating system's process of a gateway, and what it prints. */
export class GatewayProcess implements Running {
  readonly #child: ReturnType<typeof spawn>
  readonly #note: Place['note']
  #asked = false
  #running = true
  readonly #exited = Promise.withResolvers<void>()

  constructor(program: Program, note: Place['note']) {
    this.#note = note
    this.#child = spawn(program)
    this.#note({ kind: 'gateway-started', pid: this.#child.pid ?? -1 })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      eachLine(stream, (line) => this.#note({ kind: 'gateway-logged', line }))
    }
    this.#child.nodeChildProcess.once('error', ({ message }) => {
      this.#running = false
      this.#note({ kind: 'gateway-logged', line: `cannot be started: ${message}` })
      this.#exited.resolve()
    })
    // its own exit, and not the end of its output, which a process that it left behind may hold open
    this.#child.nodeChildProcess.once('exit', (code, signal) => {
      this.#running = false
      this.#note({ kind: 'gateway-exited', code, signal, asked: this.#asked })
      this.#exited.resolve()
    })
  }

  get running(): boolean {
    return this.#running
  }

  signal(signal: NodeJS.Signals): void {
    this.#asked ||= !isPassing(signal)
    // Node's own kill: execa's would send SIGKILL 5 s after a SIGTERM, and a gateway that drains would be blamed for it
    if (this.#child.nodeChildProcess.kill(signal)) this.#note({ kind: 'gateway-signalled', signal })
  }

  /** Resolves when the process is gone. */
  exited(): Promise<void> {
    return this.#exited.promise
  }
}

function spawn({ node, args, env, cwd }: Program) {
  return execa(node, args, { cwd, env, extendEnv: false, stdin: 'ignore', buffer: false, reject: false })
}
