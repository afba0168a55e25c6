import { defaultBase } from '../containers/docker.ts'
import type { Driver, Route } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { agents, defaultGateway } from '../gateways/index.ts'
import { numberOf } from '../options.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import type { Repro } from '../scenario/repro.ts'

/** What `npm run chaos` was asked for. `files` are paths or parts of them; `flags` are for vitest. */
export type Arguments = {
  /** one run of all files for each; the first alone where one is meant */
  readonly gateways: readonly string[]
  /** modules with drivers of the user's own: paths, or names of packages */
  readonly drivers: readonly string[]
  /** whether findings are held against those that are listed, and whether the list is to be rewritten */
  readonly expectations: 'compare' | 'ignore' | 'update'
  /** the list, when it is not the gateway's own */
  readonly expectationsFile: string | undefined
  /** the API asked for, to be checked by `apiOf` */
  readonly api: string | undefined
  readonly route: Route
  readonly seed: number
  /** `restart` restarts the gateway after every schedule, and not only after one that left something suspicious */
  readonly aftermath: 'restart' | undefined
  readonly port: number | undefined
  /** how often each scenario is run */
  readonly times: number
  /** the base image of the containers that gateways are to run in, if they are */
  readonly base: string | undefined
  /** whether each step is told as it lands, also where the output is no terminal */
  readonly steps: boolean
  /** only what did not pass in the last report */
  readonly lastFailed: boolean
  /** whether scenarios that leave the process of their gateway alone are played side by side on one */
  readonly warm: boolean
  readonly files: readonly string[]
  readonly flags: readonly string[]
}

const valued = [
  '--gateway',
  '--driver',
  '--api',
  '--route',
  '--seed',
  '--aftermath',
  '--port',
  '--times',
  '--runtime',
  '--image',
  '--expectations',
] as const
type Valued = (typeof valued)[number]
const alone = [
  '--matrix',
  '--no-expectations',
  '--update-expectations',
  '--steps',
  '--last-failed',
  '--watch',
  '--warm',
] as const

/** The options of a run, those of vitest left out. */
export const runOptions: readonly string[] = [...valued, ...alone]

/** Options of vitest that take their value as the next word; all others are used as `--name=value` or alone. */
const vitestValued: ReadonlySet<string> = new Set([
  '-t',
  '--testNamePattern',
  '--reporter',
  '--outputFile',
  '--shard',
  '--maxWorkers',
  '--bail',
])

/** @throws HarnessError USAGE naming the argument that is wrong */
export function parseArguments(all: readonly string[]): Arguments {
  const dashes = all.indexOf('--')
  const words = dashes < 0 ? all : all.slice(0, dashes)
  const command = dashes < 0 ? undefined : all.slice(dashes + 1)
  const own = new Map<Valued, string>()
  const files: string[] = []
  const flags: string[] = []
  const switches = new Set<string>()
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string
    const [name, inline] = splitAtEquals(word)
    const isOwn = (valued as readonly string[]).includes(name)
    const value = inline ?? (isOwn || vitestValued.has(name) ? words[++index] : undefined)
    if (isOwn) own.set(name as Valued, required(name, value))
    else if (word === '--matrix' && words[index + 1] === 'agents') switches.add(`--matrix ${words[++index]}`)
    else if ((alone as readonly string[]).includes(word)) switches.add(word)
    else if (word.startsWith('-') && word !== '-')
      flags.push(word, ...(inline === undefined && value !== undefined ? [value] : []))
    else files.push(word)
  }
  return {
    gateways: gatewaysOf(own.get('--gateway'), matrixOf(switches), command, own.has('--driver')),
    drivers: own.get('--driver')?.split(',') ?? [],
    steps: switches.has('--steps'),
    lastFailed: switches.has('--last-failed'),
    warm: switches.has('--warm'),
    expectations: switches.has('--update-expectations')
      ? 'update'
      : switches.has('--no-expectations')
        ? 'ignore'
        : 'compare',
    expectationsFile: own.get('--expectations'),
    api: own.get('--api'),
    route: routeOf(own.get('--route')),
    seed: positive('--seed', own.get('--seed'), 2 ** 31) ?? Math.floor(Math.random() * 2 ** 31),
    aftermath: aftermathOf(own.get('--aftermath')),
    port: positive('--port', own.get('--port'), 65_535),
    times: positive('--times', own.get('--times'), 1_000) ?? 1,
    base: baseOf(own.get('--runtime'), own.get('--image')),
    files,
    flags,
  }
}

/** What `--matrix` stands for: the versions of the default gateway that are maintained, or each agent in its newest version. */
function matrixOf(switches: ReadonlySet<string>): readonly string[] | undefined {
  if (switches.has('--matrix agents')) return agents.map(({ name, defaultVersion }) => `${name}@${defaultVersion}`)
  const { name, matrix = [] } = defaultGateway
  return switches.has('--matrix') ? matrix.map((version) => `${name}@${version}`) : undefined
}

/**
 * The gateways of a list, where a version alone is one of the gateway before it, or those of a matrix. A command behind `--` is the version of a gateway that takes one. With drivers of the user's own and no list, theirs are meant.
 */
function gatewaysOf(
  list: string | undefined,
  matrix: readonly string[] | undefined,
  command: readonly string[] | undefined,
  hasOwn: boolean,
): string[] {
  if (command !== undefined) return [`${required('--gateway', list)}@${command.map(quote).join(' ')}`]
  if (list === undefined && hasOwn) return []
  // a command, as a repro has it, and no list
  if (list?.includes(' ')) return [list]
  if (list !== undefined && matrix !== undefined)
    throw new HarnessError('USAGE', '--matrix has a list of its own; leave out --gateway')
  if (matrix !== undefined) return [...matrix]
  if (list === undefined) return [`${defaultGateway.name}@${defaultGateway.defaultVersion}`]
  let name = ''
  const gateways = list.split(',').map((word) => {
    if (/^\d/.test(word) && name !== '') return `${name}@${word}`
    name = gatewayNameOf(word).name
    return word
  })
  return [...new Set(gateways)]
}

/** Words that stand for what a repro was found on, but for what the user's own words say otherwise. */
export function wordsOf({ gateway, api, route, seed, aftermath }: Repro, words: readonly string[]): string[] {
  const options = {
    '--gateway': gateway,
    '--api': api,
    '--route': route ?? 'configured',
    '--seed': String(seed),
    '--aftermath': aftermath ?? 'auto',
  }
  const said = new Set(words.map((word) => (word === '--matrix' ? '--gateway' : splitAtEquals(word)[0])))
  return Object.entries(options)
    .filter(([name]) => !said.has(name))
    .flat()
}

function splitAtEquals(word: string): [name: string, value: string | undefined] {
  const index = word.startsWith('--') ? word.indexOf('=') : -1
  return index < 0 ? [word, undefined] : [word.slice(0, index), word.slice(index + 1)]
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '' || value.startsWith('--'))
    throw new HarnessError('USAGE', `${name} needs a value; see: ${ownCommand} --help`)
  return value
}

/** The API that a gateway is to ask its model through: the one asked for, or its first. @throws HarnessError USAGE */
export function apiOf({ name, apis }: Driver, asked = apis[0] ?? ''): string {
  if (!apis.includes(asked))
    throw new HarnessError('USAGE', `--api ${asked} is not spoken by ${name}; there are: ${apis.join(', ')}`)
  return asked
}

function routeOf(name = 'configured'): Route {
  if (name !== 'configured' && name !== 'vendor')
    throw new HarnessError('USAGE', `--route ${name} is not known; there are: configured, vendor`)
  return name
}

function aftermathOf(name = 'auto'): 'restart' | undefined {
  if (name !== 'auto' && name !== 'restart')
    throw new HarnessError('USAGE', `--aftermath ${name} is not known; there are: auto, restart`)
  return name === 'restart' ? name : undefined
}

function baseOf(runtime = 'process', image: string | undefined): string | undefined {
  if (runtime !== 'process' && runtime !== 'container')
    throw new HarnessError('USAGE', `--runtime ${runtime} is not known; there are: process, container`)
  if (runtime === 'process' && image !== undefined)
    throw new HarnessError('USAGE', `--image ${image} is for containers; add --runtime container`)
  return runtime === 'container' ? (image ?? defaultBase) : undefined
}

function positive(name: string, value: string | undefined, max: number): number | undefined {
  return value === undefined ? undefined : numberOf(name, value, { min: 1, max })
}
