import { setTimeout as pause } from 'node:timers/promises'
import { parseOptions } from '../options.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import { describeCount, describeScanned } from '../rescue/describe.ts'
import { usualPlaces } from '../rescue/find-sessions.ts'
import { runOnBreak } from '../rescue/on-break.ts'
import { type Scanned, scan as scanAll } from '../rescue/scan.ts'
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
    const first = await scanOnce(asked, new Map())
    if (!values.watch) return exitCodes[verdictOf([...first.values()])]
    warn(`watching, every ${watchMs / 1000} s; Ctrl-C ends it`)
    for (let known = first; ; ) {
      await pause(watchMs)
      known = await scanOnce(asked, known)
    }
  },
}

type Asked = ReturnType<typeof agentOf> & {
  readonly paths: readonly string[]
  readonly json: boolean
  readonly command: string | undefined
}

/** Scans, and tells what was not known before: all the first time, later what has changed. */
async function scanOnce(asked: Asked, known: ReadonlyMap<string, Scanned>): Promise<Map<string, Scanned>> {
  const seen = new Map<string, Scanned>()
  let told = performance.now()
  const progress = (sessions: number, bytes: number) => {
    if (!process.stderr.isTTY || performance.now() - told < progressMs) return
    told = performance.now()
    warnOver(`${sessions} sessions, ${(bytes / 1e6).toFixed(0)} MB`)
  }
  for await (const scanned of scanAll(asked, progress)) {
    const key = `${scanned.file} ${'name' in scanned ? scanned.name : ''}`
    seen.set(key, scanned)
    const before = known.get(key)
    if (known.size > 0 && before?.state === scanned.state) continue
    clearOver()
    if (!asked.json) say(...describeScanned(scanned, repairCommand))
    else if (known.size > 0) say(JSON.stringify(scanned))
    if (isBreak(scanned) && asked.command !== undefined) await runOnBreak(asked.command, scanned)
  }
  clearOver()
  if (known.size === 0) conclude([...seen.values()], asked)
  return seen
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
