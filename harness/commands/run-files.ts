import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TaskMeta } from 'vitest'
import {
  BaseSequencer,
  createVitest,
  type InlineConfig,
  type TestModule,
  type TestRunResult,
  type TestSpecification,
  type Vitest,
} from 'vitest/node'
import { fileBelow } from '../below.ts'
import { HarnessError, messageOf } from '../errors.ts'
import { programPath } from '../package.ts'
import { TerminalReporter } from '../report/terminal.ts'
import type { ScenarioResult, Settings, SkippedScenario } from '../result.ts'
import { runsAtOnce } from './at-once.ts'
import { parseFlags, type VitestOptions } from './vitest-flags.ts'

/** What a whole `npm run chaos` came to. Crashes are errors of ours. */
export type Outcome = {
  readonly results: readonly ScenarioResult[]
  readonly skipped: readonly SkippedScenario[]
  readonly crashes: readonly string[]
  /** what they ran on, as the workers have told; nothing when none got that far */
  readonly ran?: TaskMeta['ran']
}

/** Files in the order of their names, so that two runs of a suite read alike. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId))
  }
}

/** Runs scenario files under vitest. `flags` are vitest's own, such as `-t` or `--reporter=junit`. */
export async function runFiles(
  files: readonly string[],
  settings: Settings,
  flags: readonly string[],
): Promise<Outcome> {
  const options = parseFlags(flags)
  const vitest = await createVitest({
    ...options,
    ...fixed,
    include: [...files],
    maxWorkers: workersFor(settings, options),
    runner: programPath('./vitest-runner.ts', import.meta.url),
    reporters: reportersOf(options, settings.steps),
    outputFile: options.outputFile ?? outputFiles(settings, options.shard),
    provide: { settings },
  })
  return outcomeOf(vitest, () => vitest.start())
}

/**
 * Puts together what `--reporter=blob` has left in a folder: one gateway and API, in the shards that ran. It may be anybody's, so it tells
 * nobody of it, and what it returns is yet to be read as a report is.
 * @throws HarnessError BAD_RECORD when something in there is no blob of this version
 */
export async function mergeBlobs(folder: string): Promise<Outcome> {
  for (const name of await readdir(folder)) fileBelow(folder, name)
  const vitest = await createVitest({ ...fixed, reporters: [{}] })
  return outcomeOf(vitest, () => vitest.mergeReports(folder)).catch((error) => {
    throw new HarnessError('BAD_RECORD', `cannot merge the blobs in ${folder}: ${messageOf(error)}`, { cause: error })
  })
}

/** What is the same for all that vitest does for us. */
const fixed = {
  run: true,
  watch: false,
  config: false,
  // they would lie in the caller's folder, with titles and errors in them
  cache: false,
  fsModuleCache: false,
  root: process.cwd(),
  exclude: [] as string[],
  pool: 'forks',
  isolate: false,
  sequence: { sequencer: ByName },
  experimental: { viteModuleRunner: false },
} as const

/** One port serves one gateway; and what is to end at the first finding must not be beside others. */
function workersFor({ port }: Settings, { maxWorkers, bail }: VitestOptions): NonNullable<VitestOptions['maxWorkers']> {
  return maxWorkers ?? (port === undefined && bail === undefined ? runsAtOnce() : 1)
}

/** A blob is for another machine to read; whoever looks on here is told as ever. */
function reportersOf({ reporter }: VitestOptions, steps: boolean): NonNullable<InlineConfig['reporters']> {
  const asked = [reporter ?? []].flat()
  return asked.every((name) => name === 'blob') ? [...asked, new TerminalReporter(steps)] : asked
}

/** Where vitest's own reporters write to when nothing is said: beside our own reports. */
function outputFiles(settings: Settings, shard: VitestOptions['shard']): Record<string, string> {
  const latest = (name: string) => join('reports', 'latest', name)
  return { blob: blobOf(settings, shard), json: latest('vitest.json'), junit: latest('vitest.xml') }
}

/** Each gateway and API has a folder of its own, as vitest merges all that lies in one. */
function blobOf({ installed: { name, version }, api }: Settings, shard: VitestOptions['shard']): string {
  return join('reports', 'blobs', `${name}@${version}`, api, `blob-${String(shard ?? '1/1').replace('/', '-')}.json`)
}

async function outcomeOf(vitest: Vitest, run: () => Promise<TestRunResult>): Promise<Outcome> {
  try {
    const { testModules, unhandledErrors } = await run()
    const metas = testModules.flatMap(metaOf)
    return {
      results: metas.flatMap(({ chaos }) => chaos ?? []),
      skipped: metas.flatMap(({ skipped }) => skipped ?? []),
      crashes: [...testModules.flatMap(crashesOf), ...unhandledErrors.map(messageOf)],
      ran: metas.find(({ ran }) => ran !== undefined)?.ran,
    }
  } finally {
    await vitest.close()
  }
}

function metaOf(module: TestModule): TaskMeta[] {
  return [...module.children.allTests()].map((test) => test.meta())
}

function crashesOf(module: TestModule): string[] {
  const crashed = [...module.children.allTests()].filter(
    (test) => test.result().state === 'failed' && test.meta().chaos === undefined,
  )
  return [
    ...module.errors().map(({ message }) => message),
    ...crashed.map((test) => `${test.name}: ${test.result().errors?.[0]?.message}`),
  ]
}
