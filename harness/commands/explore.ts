import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { endCommand, markCommand } from '../engine/command.ts'
import { HarnessError } from '../errors.ts'
import { explore as exploreGateway } from '../explore/explore.ts'
import { type Fault, faults, faultsOfWrites } from '../explore/faults.ts'
import { compareMaps, countStates, type SafeMap } from '../explore/map.ts'
import { renderMapHtml } from '../explore/map-html.ts'
import { renderMapMarkdown } from '../explore/map-markdown.ts'
import { describeMap } from '../explore/map-terminal.ts'
import { differenceLines } from '../explore/map-words.ts'
import { readMap } from '../explore/read-map.ts'
import { compiledFolder } from '../gateways/cache.ts'
import { defaultGateway } from '../gateways/index.ts'
import { numberOf, parseOptions } from '../options.ts'
import { isPackage, programPath } from '../package.ts'
import { replaceFile } from '../replace-file.ts'
import { clearOver, say, warnOver } from '../terminal.ts'
import { apiOf } from './arguments.ts'
import { checkEnvironment } from './check-environment.ts'
import { type Command, exitCodes } from './command.ts'
import { driverOf, install } from './install.ts'

const options = {
  gateway: { type: 'string', default: `${defaultGateway.name}@${defaultGateway.defaultVersion}` },
  api: { type: 'string' },
  tools: { type: 'string', default: '3' },
  faults: { type: 'string' },
  budget: { type: 'string', default: '10m' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  width: { type: 'string', default: '8' },
  batch: { type: 'string', default: '24' },
  lanes: { type: 'string', default: '2' },
  writes: { type: 'string', default: '0' },
  'sweep-only': { type: 'boolean', default: false },
  'until-finding': { type: 'boolean', default: false },
  since: { type: 'string' },
} as const

/** Draws the safe map of a gateway: every instant of a batch × every fault, then schedules by chance. */
export const explore: Command = {
  usage: ['explore', 'every instant of a batch × every fault: docs/explore.md'],
  async run(words) {
    const { values } = parseOptions({ args: [...words], options })
    const driver = driverOf(values.gateway)
    const api = apiOf(driver, values.api)
    const since = values.since === undefined ? undefined : await readMap(values.since)
    await checkEnvironment()
    process.env.NODE_COMPILE_CACHE ??= compiledFolder('ours')
    markCommand()
    const installed = await install(driver, values.gateway)
    const out = values.out ?? join('reports', 'explore', `${installed.name}@${installed.version}`)
    const seed = numberOf('--seed', values.seed, { min: 1 })
    const known = await knownMap(join(out, 'map.json'), `${installed.name}@${installed.version}`, api, seed)
    const budgetMs = timeOf(values.budget)
    const until = performance.now() + budgetMs
    const map = await exploreGateway({
      ...{ driver, installed, api, seed, out, known, budgetMs },
      tools: numberOf('--tools', values.tools, { min: 1, max: 26 }),
      faults: [
        ...faultsOf(values.faults),
        ...faultsOfWrites(numberOf('--writes', values.writes, { min: 0, max: 1_000 })),
      ],
      width: numberOf('--width', values.width, { min: 1, max: 32 }),
      batch: numberOf('--batch', values.batch, { min: 1, max: 200 }),
      lanes: numberOf('--lanes', values.lanes, { min: 1, max: 16 }),
      draws: !values['sweep-only'],
      untilFinding: values['until-finding'],
      builders: buildersFrom(join(out, 'findings')),
      told: async (map) => {
        await replaceFile(join(out, 'map.json'), `${JSON.stringify(map, null, 1)}\n`)
        warnOver(progressOf(map, until - performance.now()))
      },
    })
    clearOver()
    await replaceFile(join(out, 'map.json'), `${JSON.stringify(map, null, 1)}\n`)
    await replaceFile(join(out, 'map.md'), renderMapMarkdown(map))
    await replaceFile(join(out, 'map.html'), renderMapHtml(map))
    await endCommand()
    say(...describeMap(map), `${join(out, 'map.html')} · map.md · map.json`)
    if (since !== undefined) say('', `against ${since.gateway}:`, ...differenceLines(compareMaps(since, map)))
    return exitCodes[verdictOf(map)]
  },
}

/** What is not known of any cell is no pass. */
function verdictOf(map: SafeMap): 'pass' | 'fail' | 'inconclusive' {
  if (map.findings.length > 0) return 'fail'
  const { unknown, untried } = countStates(map)
  return unknown + untried > 0 ? 'inconclusive' : 'pass'
}

/** A map of the same gateway that is there already is gone on with. */
async function knownMap(file: string, gateway: string, api: string, seed: number): Promise<SafeMap | undefined> {
  const there = await readFile(file, 'utf8').catch(() => undefined)
  if (there === undefined) return undefined
  const map = await readMap(file)
  if (map.gateway === gateway && map.api === api && map.seed === seed) return map
  throw new HarnessError(
    'USAGE',
    `${file} is of ${map.gateway} by ${map.api} with seed ${map.seed}; give another --out`,
  )
}

function progressOf(map: SafeMap, left: number): string {
  const { green, red, not, same, unknown, untried } = countStates(map)
  const done = green + red + unknown
  const drawn = map.drawn.schedules === 0 ? '' : ` · ${map.drawn.schedules} drawn`
  const time = left > 0 ? `${Math.ceil(left / 60_000)} min left` : 'making findings small'
  return `${done} of ${done + untried} cells (${same + not} more need none)${drawn} · ${map.findings.length} findings · ${time}`
}

function faultsOf(list: string | undefined): readonly Fault[] {
  if (list === undefined) return faults
  if (list === 'none') return []
  return list.split(',').map((name) => {
    const found = faults.find((fault) => fault.name === name.trim())
    if (found !== undefined) return found
    throw new HarnessError(
      'USAGE',
      `--faults ${name} is not known; there are: ${faults.map((fault) => fault.name).join(', ')}`,
    )
  })
}

/** `90s`, `10m` or `1h`, in milliseconds. */
function timeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)(s|m|h)$/.exec(text) ?? []
  const ms = { s: 1_000, m: 60_000, h: 3_600_000 }[unit]
  if (ms === undefined) throw new HarnessError('USAGE', `--budget ${text} is no time; write 90s, 10m or 1h`)
  return numberOf('--budget', number, { min: 1, max: 100_000 }) * ms
}

/** Where a scenario in a folder imports the builders from. */
function buildersFrom(folder: string): string {
  if (isPackage) return 'gatecrash'
  return relative(resolve(folder), programPath('../index.ts', import.meta.url))
}
