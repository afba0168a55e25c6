import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { compiledFolder } from '../gateways/cache.ts'
import { programPath } from '../package.ts'
import type { Answer, Told, Watched } from './watchdog.ts'

const program = programPath('./watchdog.ts', import.meta.url)

/** The watchdog of this process: started with the first run, shared by all, and gone when we are. */
let current: Watchdog | undefined

/** Has a run cleared up after when we end before it does. False when there is no watchdog to do so. */
export async function watch(run: Watched): Promise<boolean> {
  if (current === undefined || current.isOver) current = new Watchdog()
  return (await current.tell({ watch: run }, run)) ?? false
}

/** Has all of a run ended and removed that is left of it. False when something stays. */
export async function clear(run: Watched): Promise<boolean> {
  // the watchdog may have been killed itself: then the next one does it
  for (const _ of [1, 2]) {
    if (current === undefined || current.isKilled) current = new Watchdog()
    const asked = current
    const cleared = await asked.tell({ clear: run }, run)
    if (cleared !== undefined) return cleared
    // its end may not have been noticed yet
    if (current === asked) current = undefined
  }
  return false
}

/** Ends the watchdog when it has cleared all that it watches. */
export async function endWatching(): Promise<void> {
  await current?.end()
}

class Watchdog {
  readonly #process: ChildProcess
  /** who waits for its answer, by run: several runs that start together may have it clear the same leftovers */
  readonly #waiting = new Map<string, ((done: boolean | undefined) => void)[]>()
  #ended: Promise<boolean> | undefined

  constructor() {
    // detached: Ctrl-C goes to the whole group of a terminal, and the watchdog must outlive it
    this.#process = fork(program, [], {
      detached: true,
      execArgv: [],
      stdio: 'ignore',
      // most of what its start costs is reading TypeScript
      env: { ...process.env, NODE_COMPILE_CACHE: compiledFolder('ours') },
    })
    this.#process
      .on('message', ({ run, done }: Answer) => this.#answer(run, done))
      .on('disconnect', () => this.#answerAll())
      .on('error', () => this.#answerAll())
    this.#process.unref()
    this.#process.channel?.unref()
  }

  /** Whether it can be told of no more runs. */
  get isOver(): boolean {
    return !this.#process.connected
  }

  /** Whether it is gone, and not because we have ended it: then it has cleared all that it watched. */
  get isKilled(): boolean {
    return this.isOver && this.#ended === undefined
  }

  /** Resolves to whether what it is told is done; to nothing when it goes before it says so. */
  async tell(told: Told, { run }: Watched): Promise<boolean | undefined> {
    if (this.#ended !== undefined) return this.#ended
    const answer = new Promise<boolean | undefined>((resolve) => {
      this.#waiting.set(run, [...(this.#waiting.get(run) ?? []), resolve])
    })
    this.#process.channel?.ref()
    this.#process.send(told, (error) => error && this.#answer(run, undefined))
    return answer
  }

  /** Resolves when it is gone, to whether it could clear all that it watched. */
  end(): Promise<boolean> {
    this.#ended ??= this.#end()
    return this.#ended
  }

  async #end(): Promise<boolean> {
    if (!this.#process.connected) return false
    this.#process.ref()
    const exited = once(this.#process, 'exit')
    this.#process.disconnect()
    const [code] = await exited
    return code === 0
  }

  #answer(run: string, done: boolean | undefined): void {
    for (const answer of this.#waiting.get(run) ?? []) answer(done)
    this.#waiting.delete(run)
    if (this.#waiting.size === 0) this.#process.channel?.unref()
  }

  /** Nobody else will; who waits while we end it is answered by its end. */
  #answerAll(): void {
    for (const run of [...this.#waiting.keys()]) this.#answer(run, undefined)
  }
}
