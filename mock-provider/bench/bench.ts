/**
 * How much a request costs in our provider, side by side with aimock and with the floor:
 * `node mock-provider/bench/bench.ts`, with `--markdown` for a table to paste and `--rounds` for steadier numbers on a
 * busy machine. A benchmark and no test: what counts is the ratios, and nothing is asserted.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { endAll, type Served, start } from './child.ts'
import { concurrency, Load } from './load.ts'
import { measure } from './measure.ts'
import { replyInputs, toolName } from './reply.ts'
import { type Case, cases, described } from './requests.ts'
import type { Constants } from './servers/floor.ts'
import { markdownTable, names, terminalTable } from './table.ts'

/** Long past any honest run: nothing is left behind when something hangs. */
const deadline = 600_000

type Options = { readonly markdown: boolean; readonly rounds: number }
type Outcome = { readonly code: number; readonly says: string }
type Sample = { readonly server: string; readonly stream: boolean; readonly reply: string }

async function run({ markdown, rounds }: Options): Promise<string> {
  const all = cases()
  const ours = await start(names.ours, 'gatecrash')
  const other = await start(names.other, 'aimock')
  const samples = [...(await samplesOf(ours, all)), ...(await samplesOf(other, all))]
  const floor = await start(names.floor, 'floor', JSON.stringify(constantsOf(samples)))
  const results = await measure(all, [ours, other, floor], rounds)
  return [markdown ? markdownTable(results) : terminalTable(results), '', ...notes(samples, rounds)].join('\n')
}

/** One reply of each case: that it is the reply that was meant is seen here, once. */
async function samplesOf({ name, url }: Served, all: readonly Case[]): Promise<Sample[]> {
  using load = new Load(url)
  const samples: Sample[] = []
  for (const { body, stream } of all) {
    const reply = await load.sample(body)
    if (reply.split(`"name":"${toolName}"`).length - 1 !== replyInputs.length)
      throw new Error(`${name} did not give the reply that is measured: ${reply}`)
    samples.push({ server: name, stream, reply })
  }
  return samples
}

function constantsOf(samples: readonly Sample[]): Constants {
  const of = (wanted: boolean) =>
    samples.find(({ server, stream }) => server === names.ours && stream === wanted)?.reply
  return { whole: of(false) ?? '', stream: of(true) ?? '' }
}

function notes(samples: readonly Sample[], rounds: number): string[] {
  const { version } = JSON.parse(readFileSync(aimockManifest(), 'utf8')) as { version: string }
  const events = [names.ours, names.other].map((name) => `${name} ${sizeOf(samples, name)}`).join(', ')
  const load = loadavg()[0]?.toFixed(1)
  return [
    `- ${described}; concurrency ${concurrency}, keep-alive, median of ${rounds} rounds after a warm-up`,
    `- the reply is a text and ${replyInputs.length} calls; as a stream: ${events}; the floor writes ours at once`,
    '- CPU is user and system time of the server’s process; requests per second include the cost of asking',
    '- judge is `dialect.judge` alone, its share is of our CPU per request',
    `- Node ${process.version}, aimock ${version}, ${cpus().length} × ${cpus()[0]?.model}, load ${load}`,
  ]
}

function aimockManifest(): string {
  return createRequire(import.meta.url)
    .resolve('@copilotkit/aimock')
    .replace(/dist\/.*$/, 'package.json')
}

function sizeOf(samples: readonly Sample[], name: string): string {
  const reply = samples.find(({ server, stream }) => server === name && stream)?.reply ?? ''
  return `${reply.split('\n\n').length - 1} events of ${reply.length} bytes`
}

/** The command's options. @throws Error when they are not what the command takes */
function optionsOf(args: string[]): Options {
  const options = { markdown: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } } as const
  const { markdown, rounds } = parseArgs({ args, options }).values
  if (!/^[1-9][0-9]?$/.test(rounds)) throw new Error(`--rounds: a number from 1 to 99 and not "${rounds}"`)
  return { markdown, rounds: Number(rounds) }
}

async function main(): Promise<Outcome> {
  try {
    return { code: 0, says: await run(optionsOf(process.argv.slice(2))) }
  } catch (error) {
    return { code: 1, says: error instanceof Error ? error.message : String(error) }
  }
}

/** The end when this process is told to stop, or does not come to one. */
function stopped(): Promise<Outcome> {
  return new Promise((resolve) => {
    process.once('SIGHUP', () => resolve({ code: 129, says: 'SIGHUP' }))
    process.once('SIGINT', () => resolve({ code: 130, says: 'SIGINT' }))
    process.once('SIGTERM', () => resolve({ code: 143, says: 'SIGTERM' }))
    setTimeout(() => resolve({ code: 1, says: 'the benchmark hangs' }), deadline).unref()
  })
}

const { code, says } = await Promise.race([main(), stopped()])
await endAll()
const output = code === 0 ? process.stdout : process.stderr
output.write(`${says}\n`, () => process.exit(code))
