import { once } from 'node:events'
import { HarnessError } from '../errors.ts'
import { numberOf, parseOptions } from '../options.ts'
import { breakOf, describeBroken, describeSurprise, describeUnjudged, factsOf } from '../proxy/describe.ts'
import { type Broken, openGuard } from '../proxy/guard.ts'
import { startProxy } from '../proxy/proxy.ts'
import { runOnBreak } from '../run-on-break.ts'
import { say, warn } from '../terminal.ts'
import { type Command, exitCodes } from './command.ts'

const options = {
  upstream: { type: 'string' },
  port: { type: 'string', default: '0' },
  record: { type: 'string' },
  'keep-text': { type: 'boolean', default: false },
  'on-break': { type: 'string' },
  'pairs-only': { type: 'boolean', default: false },
} as const

const help = `Usage: proxy --upstream <url> [options]

Stands between your agent and its API, and says which request is broken before
the API does. It changes nothing and blocks nothing.

  --upstream <url>   the API, such as https://api.anthropic.com; give your agent
                     the address that the proxy prints instead
  --port <number>    a free one by default; only this computer can reach it
  --record <folder>  keeps a record for "judge" and "from", without texts and keys
  --keep-text        keeps the texts in it, too
  --on-break <cmd>   runs a command for each new break, with GATECRASH_REQUEST,
                     _API, _PATH, _STATUS, _SAYS, _RULE and _EVIDENCE
  --pairs-only       checks only calls and their results, for a provider that
                     takes fields which the API's own vendor refuses

Ctrl-C ends it. Exit: 0 nothing broken · 1 a broken request · 254 usage
`

/** Stands between an agent and a real API, and says which request is broken before it is sent on. */
export const proxy: Command = {
  usage: ['proxy --upstream <url>', 'judges the live requests of an agent'],
  help,
  async run(words) {
    const { values } = parseOptions({ args: [...words], options })
    const upstream = upstreamOf(values.upstream)
    const { record: folder, 'keep-text': keepsText, 'pairs-only': pairsOnly, 'on-break': command } = values
    if (keepsText && folder === undefined) throw new HarnessError('USAGE', '--keep-text needs --record <folder>')
    const told = new Told(command)
    await using guard = await openGuard({
      pairsOnly,
      recording: folder === undefined ? undefined : { folder, keepsText, upstream },
      broken: (request) => told.broken(request),
      unjudged: (request) => warn(describeUnjudged(request)),
      surprised: (...about) => say(describeSurprise(...about)),
    })
    const { wants, look } = guard
    const port = numberOf('--port', values.port, { max: 65_535 })
    await using running = await startProxy({
      ...{ upstream, port, wants, look },
      unreached: (why) => warn(`${upstream.origin} cannot be reached: ${guard.hide(why)}`),
    }).catch(asPortTaken(port))
    say(`${running.url} stands for ${upstream.href}`)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await told.commandsEnd()
    say(
      told.count === 0
        ? 'no request was broken'
        : `broken requests: ${told.count}, with ${told.breaks} different breaks`,
    )
    return told.count === 0 ? exitCodes.pass : exitCodes.fail
  },
}

/** Tells of broken requests, and runs the user's command for each break that is new. */
class Told {
  readonly #command: string | undefined
  readonly #known = new Set<string>()
  readonly #running = new Set<Promise<void>>()
  count = 0

  constructor(command: string | undefined) {
    this.#command = command
  }

  /** How many different breaks there were. */
  get breaks(): number {
    return this.#known.size
  }

  /** Waits for the user's commands that still run. */
  async commandsEnd(): Promise<void> {
    await Promise.all(this.#running)
  }

  broken(request: Broken): void {
    this.count++
    say(describeBroken(request))
    const isNew = !this.#known.has(breakOf(request))
    this.#known.add(breakOf(request))
    if (!isNew || this.#command === undefined) return
    const running = runOnBreak(this.#command, factsOf(request)).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }
}

function upstreamOf(text: string | undefined): URL {
  const url = text === undefined ? null : URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === '') return url
  const wrong = text === undefined ? '--upstream is needed' : `--upstream ${text} is no address`
  throw new HarnessError('USAGE', `${wrong}; give one such as https://api.anthropic.com`)
}

function asPortTaken(port: number): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
    throw new HarnessError('PORT_TAKEN', `--port ${port} is taken, or not yours to take; leave it out for a free one`)
  }
}
