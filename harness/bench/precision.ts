/**
 * How exact injections are, beside a script that sleeps: `npm run bench:injection`. A benchmark and no test: nothing is asserted by the clock.
 */
import { cpus, loadavg } from 'node:os'
import { endCommand, markCommand } from '../engine/command.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { compiledFolder } from '../gateways/cache.ts'
import { gatewayNamed } from '../gateways/index.ts'
import { numberOf, parseOptions } from '../options.ts'
import { figuresOf } from './figures.ts'
import { type Instant, injections } from './injections.ts'
import { type Delayed, inject, shootBlindly, type Target } from './play.ts'
import { tableOf } from './table.ts'

const names = injections.map(({ name }) => name)

const help = `Usage: npm run bench:injection -- [options]

Injects faults at exact instants of a running gateway, again and again, and
measures the time from the instant to the first effect; beside it, how far off
a script is that sleeps for as long as the instant usually takes.

  --gateway <name>[@<version>]  what to inject into (default: reference)
  --times <number>              injections of each kind, and shots of the script (default: 100)
  --faults <list>               of ${names.join(',')} (default: all)
`

const options = {
  gateway: { type: 'string', default: 'reference' },
  times: { type: 'string', default: '100' },
  faults: { type: 'string', default: names.join(',') },
  help: { type: 'boolean', short: 'h', default: false },
} as const

async function main(): Promise<void> {
  const { values } = parseOptions({ options })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const faults = values.faults.split(',')
  const times = numberOf('--times', values.times, { min: 1, max: 9_999 })
  if (faults.some((name) => !names.includes(name))) throw new Error(`--faults: of ${names.join(',')}`)
  process.env.NODE_COMPILE_CACHE ??= compiledFolder('ours')
  const target = await targetOf(values.gateway, times)
  const chosen = injections.filter(({ name }) => faults.includes(name))
  const delayed = new Map<Instant, Delayed>()
  for (const instant of new Set(chosen.map(({ at }) => at))) {
    progress(`a script that sleeps until ${instant.words}`)
    delayed.set(instant, await shootBlindly(target, instant))
  }
  const rows = []
  for (const injection of chosen) {
    progress(`${injection.name} when ${injection.at.words}`)
    const { ms, windowMs, shots } = delayed.get(injection.at) as Delayed
    const ours = figuresOf(await inject(target, injection))
    const delay = { ms, windowMs, figures: figuresOf(shots) }
    rows.push({ instant: injection.at.words, fault: injection.name, ours, delay })
  }
  console.log(`${tableOf(rows)}\n\n${notes(target, values.faults)}`)
}

async function targetOf(gateway: string, times: number): Promise<Target> {
  const { name, version } = gatewayNameOf(gateway)
  const driver = gatewayNamed(name)
  return { driver, installed: await driver.install(version || driver.defaultVersion, progress), times }
}

function notes({ installed: { name, version }, times }: Target, faults: string): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}`
  const command = `npm run bench:injection -- --gateway ${name}@${version} --times ${times} --faults ${faults}`
  return `${new Date().toISOString().slice(0, 10)}, ${machine}, Node ${process.version}: \`${command}\``
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`)
}

markCommand()
await main()
  .catch((error) => {
    process.exitCode = 1
    console.error(error instanceof Error ? error.message : error)
  })
  .finally(() => endCommand())
