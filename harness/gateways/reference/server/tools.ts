import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Call } from './history.ts'

/** What a call came to. */
export type Result = { readonly text: string; readonly error: boolean }

/** How a command came to its end. */
export type Exit = {
  readonly said: string
  readonly code: number | null
  readonly killedBy: NodeJS.Signals | null
  /** why we ended it, if we did */
  readonly ended: string | undefined
}

/** What `exec` is called with. */
export type Command = { readonly command: string; readonly timeoutSeconds?: number }

const defaultTimeoutSeconds = 120
const maxOutputBytes = 200_000
/** A process that has left its group may hold the output open; we wait no longer than this for it. */
const lastOutputMs = 200

/** The tools that the model may call: one that runs a shell command. */
export class Tools {
  /** the tools as they are offered to the model */
  readonly offered = [
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
  protected readonly mark: Readonly<Record<string, string>>

  /** @param mark an environment variable by which a later life of the gateway finds the tools that this one has left */
  constructor(mark: Readonly<Record<string, string>>) {
    this.mark = mark
  }

  /** Why a call cannot be run, if it cannot. */
  refusalOf({ name, input }: Call): string | undefined {
    if (name !== 'exec') return `there is no tool "${name}"; there is: exec`
    const { command, timeoutSeconds = 1 } = Object(input)
    if (typeof command !== 'string' || command === '' || command.includes('\0')) return 'exec needs a "command", a text'
    return timeoutSeconds > 0 ? undefined : 'the "timeoutSeconds" of exec is a number above 0'
  }

  /** Runs a command until it exits, its time is up, or `stop` ends it; the result says which. */
  async run(call: Call, stop: AbortSignal): Promise<Result> {
    const { command, timeoutSeconds = defaultTimeoutSeconds } = call.input as Command
    const child = this.start(command)
    const output = outputOf(child)
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000)
    const ending = AbortSignal.any([stop, timeout])
    const [code, killedBy] = await this.exitOf(child, ending)
    const why = timeout.aborted ? `timed out after ${timeoutSeconds} s` : String(stop.reason)
    const said = await output()
    return this.resultOf({ said, code, killedBy, ended: ending.aborted ? why : undefined })
  }

  /** Starts a command in its own process group. */
  protected start(command: string): ChildProcess {
    return spawn('sh', ['-c', command], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.mark },
    })
  }

  protected async exitOf(child: ChildProcess, ending: AbortSignal): Promise<[number | null, NodeJS.Signals | null]> {
    const end = () => this.end(child, ending)
    ending.addEventListener('abort', end, { once: true })
    if (ending.aborted) end()
    const [code, killedBy] = await once(child, 'exit').catch(() => [127, null])
    ending.removeEventListener('abort', end)
    // what the command has left in the background ends with it
    this.kill(child)
    return [code, killedBy]
  }

  /** Ends a command that is stopped or late, as the reason of `ending` says. */
  protected end(child: ChildProcess, _ending: AbortSignal): void {
    this.kill(child)
  }

  /** Kills a process and all that it has started and that is still in its group. */
  protected kill({ pid }: ChildProcess): void {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    } catch {
      // it is gone
    }
  }

  protected resultOf({ said, code, killedBy, ended }: Exit): Result {
    if (ended !== undefined && killedBy === 'SIGKILL') return { text: join(said, `[ended: ${ended}]`), error: true }
    if (code === 0) return { text: said || '(no output)', error: false }
    return { text: join(said, killedBy === null ? `[exit code ${code}]` : `[killed by ${killedBy}]`), error: true }
  }
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

function join(text: string, note: string): string {
  return text === '' ? note : `${text}\n${note}`
}
