/**
 * What a box costs a run: `npm run bench:box`. A benchmark and no test. Each row is a run of nothing: its folder and watchdog, where its
 * gateway is, a program that ends at once in the gateway's place, and the clean-up.
 */
import { cpus, loadavg } from 'node:os'
import { openWorkplace, type Workplace } from '../engine/workplace.ts'
import { openComputer } from '../gateways/open-computer.ts'
import { thisComputer } from '../gateways/this-computer.ts'
import type { Machine } from '../machine.ts'
import { numberOf, parseOptions } from '../options.ts'

const parts = ['folder and watchdog', 'opening', 'a program', 'clean-up', 'all'] as const
type Times = Record<(typeof parts)[number], number>

const help = `Usage: npm run bench:box -- [--times <number>]

Measures what the box around a gateway costs a run, beside a run without one.
`

async function main(): Promise<void> {
  const { values } = parseOptions({
    options: { times: { type: 'string', default: '30' }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) return void process.stdout.write(help)
  const times = numberOf('--times', values.times, { min: 1, max: 9_999 })
  console.log(`| ms, median of ${times} | ${parts.join(' | ')} |\n|${' --- |'.repeat(parts.length + 1)}`)
  for (const [name, open] of [
    ['without a box', async () => thisComputer],
    ['in a box', openBoxed],
  ] as const) {
    const runs: Times[] = []
    for (let n = 0; n < times; n++) runs.push(await runOnce(open))
    console.log(`| ${name} | ${parts.map((part) => median(runs.map((run) => run[part])).toFixed(1)).join(' | ')} |`)
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}`
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}, Node ${process.version}`)
}

async function runOnce(open: (place: Workplace) => Promise<Machine>): Promise<Times> {
  const began = performance.now()
  const place = await openWorkplace()
  const placed = performance.now()
  const machine = await open(place)
  const opened = performance.now()
  const { folder, run } = place
  const env = { PATH: '/usr/bin:/bin', GATECRASH_RUN: run }
  await machine.run({ file: 'true', args: [], env, cwd: folder, state: folder }, () => {}).exited()
  const ended = performance.now()
  await machine[Symbol.asyncDispose]()
  await place[Symbol.asyncDispose]()
  const all = performance.now()
  return {
    'folder and watchdog': placed - began,
    opening: opened - placed,
    'a program': ended - opened,
    'clean-up': all - ended,
    all: all - began,
  }
}

function openBoxed({ folder, run }: Workplace): Promise<Machine> {
  const installed = { name: 'none', version: '0', folder, node: process.execPath }
  const tell = (line: string) => {
    throw new Error(line)
  }
  return openComputer({ folder, run, versions: [installed], port: undefined, note: () => {}, tell })
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

await main()
