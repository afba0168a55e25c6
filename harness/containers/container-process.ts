import { existsSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { childOf } from '../child-of.ts'
import { messageOf } from '../errors.ts'
import { eachLine } from '../lines.ts'
import type { Running } from '../machine.ts'
import type { EntryBody } from '../record/entry.ts'
import { isPassing, sendSignal, signalOf } from '../signals.ts'
import type { Docker, DockerContainer } from './docker.ts'

/** Makes the container of a gateway, not started yet. */
export type Create = () => Promise<DockerContainer>

/**
 * The process of a gateway in a container of its own, below an init process, so that signals work as they do elsewhere: the first
 * process of a container ignores those that it has not asked for. Signals go to the process itself, by the id that this machine
 * knows it by, at once.
 */
export class ContainerProcess implements Running {
  readonly #docker: Docker
  readonly #note: (body: EntryBody) => void
  readonly #started: Promise<DockerContainer>
  readonly #exited = Promise.withResolvers<void>()
  #asked = false
  #running = true
  /** signals that it gets when it has started */
  #early: NodeJS.Signals[] = []
  #pid: number | undefined

  constructor(docker: Docker, create: Create, note: (body: EntryBody) => void) {
    this.#docker = docker
    this.#note = note
    this.#started = this.#start(create)
    this.#started.catch((error) => {
      this.#running = false
      note({ kind: 'gateway-logged', line: `cannot be started: ${messageOf(error)}` })
      this.#exited.resolve()
    })
  }

  get running(): boolean {
    return this.#running
  }

  /** Its container, when it has started. */
  container(): Promise<DockerContainer> {
    return this.#started
  }

  /** Whether a process lives in its container, by the id that it has there. */
  has(pid: number): boolean {
    return this.#running && existsSync(`/proc/${this.#pid}/root/proc/${pid}`)
  }

  signal(signal: NodeJS.Signals): void {
    this.#asked ||= !isPassing(signal)
    if (this.#pid === undefined) this.#early.push(signal)
    else this.#send(signal)
  }

  /** Ends the container with all processes in it. */
  async kill(): Promise<void> {
    this.#asked = true
    await (await this.container()).kill({ signal: 'SIGKILL' })
    await this.exited()
  }

  exited(): Promise<void> {
    return this.#exited.promise
  }

  async #start(create: Create): Promise<DockerContainer> {
    const container = await create()
    const output = await container.attach({ stream: true, stdout: true, stderr: true })
    const lines = new PassThrough()
    this.#docker.modem.demuxStream(output, lines, lines)
    for (const over of ['end', 'error']) output.on(over, () => lines.end())
    // of the life that begins now
    const ended = container.wait({ condition: 'next-exit' })
    await container.start()
    const { State } = await container.inspect()
    this.#pid = await childOf(State.Pid)
    this.#note({ kind: 'gateway-started', pid: this.#pid })
    eachLine(lines, (line) => this.#note({ kind: 'gateway-logged', line }))
    ended.then(({ StatusCode }) => this.#ended(container, StatusCode), this.#exited.reject)
    for (const signal of this.#early) this.#send(signal)
    return container
  }

  #send(signal: NodeJS.Signals): void {
    if (!this.#running || this.#pid === undefined || !sendSignal(this.#pid, signal)) return
    this.#note({ kind: 'gateway-signalled', signal })
    // a paused process would not end
    if (signal === 'SIGKILL') this.#started.then((container) => container.unpause()).catch(() => {})
  }

  async #ended(container: DockerContainer, status: number): Promise<void> {
    const { State } = await container.inspect()
    this.#running = false
    if (State.OOMKilled) this.#note({ kind: 'container-changed', to: 'out of memory' })
    const signal = signalOf(status)
    const asked = this.#asked || State.OOMKilled
    this.#note({ kind: 'gateway-exited', code: signal === null ? status : null, signal, asked })
    this.#exited.resolve()
  }
}
