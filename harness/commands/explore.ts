import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileBelow } from '../below.ts'
import { endCommand, markCommand } from '../engine/command.ts'
import { HarnessError } from '../errors.ts'
import { explore as exploreGateway } from '../explore/explore.ts'
import type { Fault } from '../explore/fault.ts'
import { faults } from '../explore/faults.ts'
import { faultsOfWrites } from '../explore/faults-of-writes.ts'
import { compareMaps, countStates, type SafeMap } from '../explore/map.ts'
import { renderMapHtml } from '../explore/map-html.ts'
import { renderMapMarkdown } from '../explore/map-markdown.ts'
import { describeMap } from '../explore/map-terminal.ts'
import { differenceLines } from '../explore/map-words.ts'
import { mergeMaps } from '../explore/merge-maps.ts'
import { readMap } from '../explore/read-map.ts'
import { isOfShard, type Shard, wholeMap } from '../explore/shard.ts'
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
import { tellOfNoBox } from './tell-of-no-box.ts'

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
  shard: { type: 'string', default: '1/1' },
  merge: { type: 'boolean', default: false },
} as const

/** Draws the safe map of a gateway: every instant of a batch × every fault, then schedules by chance. */
export const explore: Command = {
  usage: ['explore', 'every instant of a batch × every fault: docs/explore.md'],
  async run(words) {
    const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
    if (values.merge) return mergeInto(values.out, positionals)
    if (positionals.length > 0)
      throw new HarnessError('USAGE', `explore takes no "${positionals[0]}"; for maps: --merge`)
    const shard = shardOf(values.shard)
    const driver = driverOf(values.gateway)
    const api = apiOf(driver, values.api)
    const since = values.since === undefined ? undefined : await readMap(values.since)
    await checkEnvironment()
    tellOfNoBox()
    process.env.NODE_COMPILE_CACHE ??= compiledFolder('ours')
    markCommand()
    const installed = await install(driver, values.gateway)
    const name = `${installed.name}@${installed.version}${shard.of === 1 ? '' : `-${shard.part}-of-${shard.of}`}`
    const out = values.out ?? join('reports', 'explore', name)
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
      batch: numberOf('--batch', values.batch, { min: 1, max: 1_000 }),
      lanes: numberOf('--lanes', values.lanes, { min: 1, max: 16 }),
      draws: !values['sweep-only'],
      untilFinding: values['until-finding'],
      shard,
      builders: buildersFrom(join(out, 'findings')),
      told: async (map) => {
        await replaceFile(join(out, 'map.json'), `${JSON.stringify(map, null, 1)}\n`)
        warnOver(progressOf(map, until - performance.now()))
      },
    })
    clearOver()
    await writeMap(map, out)
    await endCommand()
    say(...describeMap(map), `${join(out, 'map.html')} · map.md · map.json`)
    if (since !== undefined) say('', `against ${since.gateway}:`, ...differenceLines(compareMaps(since, map)))
    return exitCodes[verdictOf(map, shard)]
  },
}

async function writeMap(map: SafeMap, out: string): Promise<void> {
  await replaceFile(join(out, 'map.json'), `${JSON.stringify(map, null, 1)}\n`)
  await replaceFile(join(out, 'map.md'), renderMapMarkdown(map))
  await replaceFile(join(out, 'map.html'), renderMapHtml(map))
}

/** Puts the maps of parts together in one folder, with the scenarios and repros of their findings. */
async function mergeInto(out: string | undefined, folders: readonly string[]): Promise<number> {
  const [first, ...others] = folders
  if (first === undefined || out === undefined)
    throw new HarnessError('USAGE', 'explore --merge needs the folders of maps, and --out <folder> for the one map')
  const placed = async (folder: string) => ({ map: await readMap(join(folder, 'map.json')), folder })
  const { map, files } = mergeMaps([await placed(first), ...(await Promise.all(others.map(placed)))])
  await mkdir(join(out, 'findings'), { recursive: true })
  for (const { folder, from, to } of files) await copyFile(fileBelow(folder, from) ?? join(folder, from), join(out, to))
  await writeMap(map, out)
  say(...describeMap(map), `${join(out, 'map.html')} · map.md · map.json`)
  return exitCodes[verdictOf(map, wholeMap)]
}

/** `2/4` is the second of four parts. */
function shardOf(text: string): Shard {
  const [part = '', of = ''] = text.split('/')
  const shard = { part: Number(part), of: Number(of) }
  const isOne = /^\d+\/\d+$/.test(text) && shard.part >= 1 && shard.part <= shard.of && shard.of <= 100
  if (!isOne) throw new HarnessError('USAGE', `--shard ${text} is no part of a map; write 2/4 for the second of four`)
  return shard
}

/** What is not known of any cell is no pass. */
function verdictOf(map: SafeMap, shard: Shard): 'pass' | 'fail' | 'inconclusive' {
  if (map.findings.length > 0) return 'fail'
  const own = map.cells.filter((_, index) => isOfShard(shard, index, map.faults.length))
  const { unknown, untried } = countStates({ ...map, cells: own })
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

/** Faults by their names in the map, with commas. @throws HarnessError USAGE */
export function faultsOf(list: string | undefined): readonly Fault[] {
  if (list === undefined) return faults
  if (list === 'none') return []
  const found: Fault[] = []
  for (let left = list.trim(); left !== ''; ) {
    // some names have a comma in them
    const isNext = ({ name }: Fault) => left === name || left.startsWith(`${name},`)
    const [fault] = faults.filter(isNext).toSorted((a, b) => b.name.length - a.name.length)
    if (fault === undefined) throw unknownFault(left)
    found.push(fault)
    left = left.slice(fault.name.length).replace(/^,\s*/, '')
  }
  return found
}

/** `90s`, `10m` or `1h`, in milliseconds. */
export function timeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)(s|m|h)$/.exec(text) ?? []
  const ms = { s: 1_000, m: 60_000, h: 3_600_000 }[unit]
  if (ms === undefined) throw new HarnessError('USAGE', `--budget ${text} is no time; write 90s, 10m or 1h`)
  return numberOf('--budget', number, { min: 1, max: 100_000 }) * ms
}

/** Where a scenario in a folder imports the builders from. */
export function buildersFrom(folder: string): string {
  if (isPackage) return 'gatecrash'
  return relative(resolve(folder), programPath('../index.ts', import.meta.url))
}

function unknownFault(list: string): HarnessError {
  const known = faults.map(({ name }) => name).join(', ')
  return new HarnessError('USAGE', `--faults ${list.split(',')[0]} is not known; there are: ${known}`)
}
