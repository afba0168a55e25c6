import { setTimeout as pause } from 'node:timers/promises'
import { parseOptions } from '../options.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import { describeCount, describeScanned } from '../rescue/describe.ts'
import { usualPlaces } from '../rescue/find-sessions.ts'
import { factsOf } from '../rescue/on-break.ts'
import { type Known, keyOf, type Scanned, scan as scanAll } from '../rescue/scan.ts'
import { runOnBreak } from '../run-on-break.ts'
import { clearOver, say, warn, warnOver } from '../terminal.ts'
import { agentOf } from './agent-of.ts'
import { type Command, exitCodes } from './command.ts'

const options = {
  agent: { type: 'string' },
  json: { type: 'boolean' },
  watch: { type: 'boolean' },
  'on-break': { type: 'string' },
} as const

/** How often stores are looked at again with `--watch`. */
const watchMs = 5_000
const progressMs = 500

/** Says of each stored session of an agent on this computer how it is; nothing is written. */
export const scan: Command = {
  usage: ['scan [path…]', 'finds broken sessions of agents on this computer'],
  async run(words) {
    const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
    const asked = {
      ...agentOf(values.agent),
      paths: positionals,
      json: values.json === true,
      command: values['on-break'],
    }
    const known: Known = new Map()
    const first = await scanOnce(asked, known, (one) => tell(one, asked))
    conclude(first, asked)
    if (!values.watch) return exitCodes[verdictOf(first)]
    warn(`watching, every ${watchMs / 1000} s; Ctrl-C ends it`)
    for (;;) {
      await pause(watchMs)
      const before = new Map([...known].map(([key, { scanned }]) => [key, scanned.state]))
      const tellNews = async (one: Scanned) => {
        if (before.get(keyOf(one)) === one.state) return
        if (asked.json) say(JSON.stringify(one))
        await tell(one, asked)
      }
      await scanOnce(asked, known, tellNews)
    }
  },
}

type Asked = ReturnType<typeof agentOf> & {
  readonly paths: readonly string[]
  readonly json: boolean
  readonly command: string | undefined
}

async function scanOnce(asked: Asked, known: Known, tell: (one: Scanned) => Promise<void>): Promise<Scanned[]> {
  const all: Scanned[] = []
  let told = performance.now()
  const progress = (sessions: number, bytes: number) => {
    if (!process.stderr.isTTY || performance.now() - told < progressMs) return
    told = performance.now()
    warnOver(`${sessions} sessions, ${(bytes / 1e6).toFixed(0)} MB`)
  }
  for await (const one of scanAll(asked, known, progress)) {
    clearOver()
    all.push(one)
    await tell(one)
  }
  clearOver()
  return all
}

async function tell(one: Scanned, { json, command }: Asked): Promise<void> {
  if (!json) say(...describeScanned(one, repairCommand))
  if (isBreak(one) && command !== undefined) await runOnBreak(command, factsOf(one))
}

function conclude(all: readonly Scanned[], { json, paths, agent }: Asked): void {
  if (json) say(...JSON.stringify(all, null, 2).split('\n'))
  else if (all.length > 0) say('', describeCount(all))
  else say('no sessions found in:', ...(paths.length > 0 ? paths : usualPlaces(agent)).map((place) => `  ${place}`))
}

function repairCommand(file: string, name: string): string {
  const session = file.endsWith(name) ? '' : ` --session ${quote(name)}`
  return `${ownCommand} repair ${quote(file)}${session}`
}

function isBreak({ state }: Scanned): boolean {
  return state === 'broken' || state === 'unreadable'
}

function verdictOf(all: readonly Scanned[]): 'fail' | 'inconclusive' | 'pass' {
  if (all.some(isBreak)) return 'fail'
  return all.some(({ state }) => state === 'not looked at') ? 'inconclusive' : 'pass'
}
