import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Call } from './history.ts'
import { planted } from './planted.ts'

/** What a call came to. */
export type Result = { readonly text: string; readonly error: boolean }

/** The tools as they are offered to the model: one that runs a shell command. */
export const offered = [
  {
    name: 'exec',
    description: 'Runs a shell command and returns its output.',
    input_schema: {
      type: 'object',
      properties: { command: { type: 'string' }, timeoutSeconds: { type: 'number' } },
      required: ['command'],
    },
  },
]

const defaultTimeoutSeconds = 120
/** What only a planted bug says. */
const done = '[exit code 0]'
const maxOutputBytes = 200_000
/** A process that has left its group may hold the output open; it is not waited for longer than this. */
const lastOutputMs = 200

/** Why a call cannot be run; nothing when it can. */
export function refusalOf({ name, input }: Call): string | undefined {
  if (name !== 'exec') return `there is no tool "${name}"; there is: exec`
  const { command, timeoutSeconds = 1 } = Object(input)
  if (typeof command !== 'string' || command === '' || command.includes('\0')) return 'exec needs a "command", a text'
  return timeoutSeconds > 0 ? undefined : 'the "timeoutSeconds" of exec is a number above 0'
}

/**
 * Runs a command in a process group of its own, until it exits, its time is up, or `signal` ends it; the result says which.
 * @param mark an environment variable by which a later life of the gateway finds what this one has left
 */
export async function runCommand(call: Call, mark: Record<string, string>, signal: AbortSignal): Promise<Result> {
  const { command, timeoutSeconds = defaultTimeoutSeconds } = call.input as { command: string; timeoutSeconds?: number }
  const child = spawn('sh', ['-c', command], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...mark },
  })
  const output = outputOf(child)
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000)
  const ending = AbortSignal.any([signal, timeout])
  const end = () =>
    !isSpared(signal, timeout) && (planted('stop-spares-children') ? child.kill('SIGKILL') : killGroup(child.pid))
  ending.addEventListener('abort', end, { once: true })
  if (ending.aborted) end()
  const [code, killedBy] = await Promise.race([exitOf(child), spared(ending, signal, timeout)])
  ending.removeEventListener('abort', end)
  const why = timeout.aborted ? `timed out after ${timeoutSeconds} s` : String(signal.reason)
  const said = await output()
  if (planted('killed-tool-said-done') && ending.aborted) return { text: join(said, done), error: false }
  if (planted('failure-said-done') && code !== 0) return { text: join(said, done), error: false }
  if (ending.aborted && killedBy === 'SIGKILL') return { text: join(said, `[ended: ${why}]`), error: true }
  if (code === 0) return { text: said || '(no output)', error: false }
  return { text: join(said, killedBy === null ? `[exit code ${code}]` : `[killed by ${killedBy}]`), error: true }
}

async function exitOf(child: ChildProcess): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
  const [code, signal] = (await once(child, 'exit').catch(() => [127, null])) as [number | null, NodeJS.Signals | null]
  // what the command has left in the background ends with it
  if (!planted('stop-spares-children')) killGroup(child.pid)
  return [code, signal]
}

/** Collects what a process prints, as text without half letters; what is too long is cut, and says so. */
function outputOf(child: ChildProcess): () => Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  const closed = once(child, 'close').catch(() => {})
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes - chunk.length < maxOutputBytes) chunks.push(chunk)
    })
  return async () => {
    await Promise.race([closed, pause(lastOutputMs)])
    const text = Buffer.concat(chunks).subarray(0, maxOutputBytes).toString().trimEnd()
    return bytes > maxOutputBytes ? join(text, `[cut: ${bytes} bytes in all]`) : text
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // it is gone
  }
}

function join(text: string, note: string): string {
  return text === '' ? note : `${text}\n${note}`
}

/** Whether a planted bug lets a tool live on that is to be ended. */
function isSpared(stop: AbortSignal, timeout: AbortSignal): boolean {
  return (planted('stopped-tool-lives-on') && stop.aborted) || (planted('late-tool-lives-on') && timeout.aborted)
}

/** A tool that lives on is taken for ended; all others are waited for. */
async function spared(ending: AbortSignal, stop: AbortSignal, timeout: AbortSignal): Promise<[null, 'SIGKILL']> {
  if (!ending.aborted) await once(ending, 'abort')
  return isSpared(stop, timeout) ? [null, 'SIGKILL'] : new Promise(() => {})
}
