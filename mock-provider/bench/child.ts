/** The parent's side of a measured server: a process of its own, so that its CPU time is its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { isAbsolute } from 'node:path'
import type { Told } from './servers/serve.ts'

/** A server in a process of its own. */
export type Served = {
  readonly name: string
  readonly url: string
  /** the CPU microseconds its process has used so far, user and system */
  readonly cpu: () => Promise<number>
}

const running = new Set<ChildProcess>()
const patience = 3_000

/** Starts the server of one file of `servers/`, or of a path, and waits for its address. @throws Error when it ends before that */
export async function start(name: string, file: string, ...args: string[]): Promise<Served> {
  const child = fork(isAbsolute(file) ? file : new URL(`servers/${file}.ts`, import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const told = await next(child, name)
  if (!('url' in told)) throw new Error(`${name} did not tell its address`)
  return { name, url: told.url, cpu: () => cpuOf(child, name) }
}

/** Lets every server go: it ends by itself when it is disconnected, and is killed when it does not. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(end))
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  if (child.connected) child.disconnect()
  await exit
  clearTimeout(timer)
}

async function cpuOf(child: ChildProcess, name: string): Promise<number> {
  const answer = next(child, name)
  child.send('cpu', () => {}) // a child that is gone is noticed by its exit
  const told = await answer
  if (!('cpu' in told)) throw new Error(`${name} did not tell its CPU time`)
  return told.cpu
}

async function next(child: ChildProcess, name: string): Promise<Told> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ${name} is gone`)
  const over = new AbortController()
  const { signal } = over
  const ended = once(child, 'exit', { signal }).then(([code, signal]) => {
    throw new Error(`the server ${name} ended with ${code ?? signal}`)
  })
  try {
    const [told] = await Promise.race([once(child, 'message', { signal }), ended])
    return told as Told
  } finally {
    ended.catch(() => undefined)
    over.abort()
  }
}
