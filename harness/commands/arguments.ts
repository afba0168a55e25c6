import { defaultBase } from '../containers/docker.ts'
import type { Driver, Route } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import { openclaw } from '../gateways/openclaw/driver.ts'

/** What `npm run chaos` was asked for. `files` are paths or parts of them; `flags` are for vitest. */
export type Arguments = {
  readonly gateway: string
  /** the API asked for, to be checked by `apiOf` */
  readonly api: string | undefined
  readonly route: Route
  readonly seed: number
  readonly port: number | undefined
  /** the base image of the containers that gateways are to run in, if they are */
  readonly base: string | undefined
  readonly files: readonly string[]
  readonly flags: readonly string[]
}

const valued = ['--gateway', '--api', '--route', '--seed', '--port', '--runtime', '--image'] as const
type Valued = (typeof valued)[number]

/** Options of vitest that take their value as the next word; all others are used as `--name=value` or alone. */
const vitestValued: ReadonlySet<string> = new Set([
  '-t',
  '--testNamePattern',
  '--reporter',
  '--outputFile',
  '--shard',
  '--maxWorkers',
  '--bail',
  '--repeats',
])

/** @throws HarnessError USAGE naming the argument that is wrong */
export function parseArguments(words: readonly string[]): Arguments {
  const own = new Map<Valued, string>()
  const files: string[] = []
  const flags: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string
    const [name, inline] = splitAtEquals(word)
    const isOwn = (valued as readonly string[]).includes(name)
    const value = inline ?? (isOwn || vitestValued.has(name) ? words[++index] : undefined)
    if (isOwn) own.set(name as Valued, required(name, value))
    else if (word.startsWith('-')) flags.push(word, ...(inline === undefined && value !== undefined ? [value] : []))
    else files.push(word)
  }
  return {
    gateway: own.get('--gateway') ?? `openclaw@${openclaw.defaultVersion}`,
    api: own.get('--api'),
    route: routeOf(own.get('--route')),
    seed: numberOf('--seed', own.get('--seed'), 2 ** 31) ?? Math.floor(Math.random() * 2 ** 31),
    port: numberOf('--port', own.get('--port'), 65_535),
    base: baseOf(own.get('--runtime'), own.get('--image')),
    files,
    flags,
  }
}

function splitAtEquals(word: string): [name: string, value: string | undefined] {
  const index = word.startsWith('--') ? word.indexOf('=') : -1
  return index < 0 ? [word, undefined] : [word.slice(0, index), word.slice(index + 1)]
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '' || value.startsWith('--'))
    throw new HarnessError('USAGE', `${name} needs a value; see: npm run chaos -- --help`)
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

function baseOf(runtime = 'process', image: string | undefined): string | undefined {
  if (runtime !== 'process' && runtime !== 'container')
    throw new HarnessError('USAGE', `--runtime ${runtime} is not known; there are: process, container`)
  if (runtime === 'process' && image !== undefined)
    throw new HarnessError('USAGE', `--image ${image} is for containers; add --runtime container`)
  return runtime === 'container' ? (image ?? defaultBase) : undefined
}

function numberOf(name: string, value: string | undefined, max: number): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new HarnessError('USAGE', `${name} ${value} is not a whole number from 1 to ${max}`)
  return number
}
