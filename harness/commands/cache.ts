import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { HarnessError } from '../errors.ts'
import { cacheFolder } from '../gateways/cache.ts'
import { isInUse, lastUse, removeUnused } from '../gateways/cache-use.ts'
import { parseOptions } from '../options.ts'
import { ownCommand } from '../package.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'

type Install = { readonly name: string; readonly place: string; readonly used: Date; readonly inUse: boolean }

/** Lists what is installed, and removes what is not wanted any more. */
export const cache: Command = {
  usage: ['cache [prune …]', 'what is installed; prune <name…> or --keep <n>'],
  async run([what, ...words]) {
    if (what === undefined) await list(await installs())
    else if (what === 'prune') await prune(words)
    else throw new HarnessError('USAGE', `cache knows no "${what}"; there are: cache, cache prune`)
    return 0
  },
}

/** What is installed, that which was used last first. */
async function installs(): Promise<Install[]> {
  const root = cacheFolder()
  const names = (await readdir(root).catch(() => [])).filter((name) => /^[^.].*@/.test(name))
  const found = await Promise.all(
    names.map(async (name) => {
      const place = join(root, name)
      return { name, place, used: await lastUse(place), inUse: await isInUse(place) }
    }),
  )
  return found.sort((a, b) => b.used.getTime() - a.used.getTime())
}

async function list(found: readonly Install[]): Promise<void> {
  const width = Math.max(0, ...found.map(({ name }) => name.length))
  let total = 0
  for (const { name, place, used, inUse } of found) {
    const bytes = await sizeOf(place)
    total += bytes
    const when = inUse ? 'in use' : `used ${used.toISOString().slice(0, 16).replace('T', ' ')}`
    say(`${name.padEnd(width)}  ${inGb(bytes)}  ${when}`)
  }
  say(`${found.length} installed, ${inGb(total)} in ${cacheFolder()}`)
}

/** Prunes by name, or keeps the `--keep` that were used last; what a running harness uses stays. */
async function prune(words: readonly string[]): Promise<void> {
  const options = { keep: { type: 'string' } } as const
  const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
  const found = await installs()
  for (const { name, place } of values.keep === undefined ? named(positionals, found) : beyond(values.keep, found)) {
    const bytes = await sizeOf(place)
    const removed = await removeUnused(place)
    say(removed ? `removed ${name}, ${inGb(bytes)}` : `kept ${name}: a running harness uses it`)
  }
}

function named(names: readonly string[], found: readonly Install[]): Install[] {
  if (names.length === 0)
    throw new HarnessError('USAGE', 'cache prune needs names as "cache" lists them, or --keep <number>')
  return names.map((wanted) => {
    const install = found.find(({ name }) => name === wanted)
    if (install === undefined) throw new HarnessError('USAGE', `${wanted} is not installed; see: ${ownCommand} cache`)
    return install
  })
}

function beyond(keep: string, found: readonly Install[]): readonly Install[] {
  if (!/^\d+$/.test(keep)) throw new HarnessError('USAGE', `--keep ${keep} is not a whole number`)
  return found.slice(Number(keep))
}

/** What a folder takes on the disk; reading a hundred thousand files one by one would take a minute. */
async function sizeOf(place: string): Promise<number> {
  const { stdout } = await execa('du', ['-sk', place], { reject: false })
  return Number.parseInt(stdout, 10) * 1024 || 0
}

function inGb(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
