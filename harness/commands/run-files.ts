import { fileURLToPath } from 'node:url'
import type { TaskMeta } from 'vitest'
import { BaseSequencer, createCLI, createVitest, parseCLI, type TestModule, type TestSpecification } from 'vitest/node'
import { HarnessError, messageOf } from '../errors.ts'
import { TerminalReporter } from '../report/terminal.ts'
import type { ScenarioResult, Settings, SkippedScenario } from '../result.ts'

/** What a whole `npm run chaos` came to. Crashes are errors of ours. */
export type Outcome = {
  readonly results: readonly ScenarioResult[]
  readonly skipped: readonly SkippedScenario[]
  readonly crashes: readonly string[]
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
    run: true,
    watch: false,
    config: false,
    root: process.cwd(),
    include: [...files],
    exclude: [],
    pool: 'forks',
    maxWorkers: options.maxWorkers ?? 1,
    runner: fileURLToPath(new URL('../runner/vitest-runner.ts', import.meta.url)),
    reporters: options.reporter ?? [new TerminalReporter()],
    sequence: { sequencer: ByName },
    provide: { settings },
    experimental: { viteModuleRunner: false },
  })
  try {
    const { testModules, unhandledErrors } = await vitest.start()
    return {
      results: testModules.flatMap((module) => metaOf(module).flatMap(({ chaos }) => chaos ?? [])),
      skipped: testModules.flatMap((module) => metaOf(module).flatMap(({ skipped }) => skipped ?? [])),
      crashes: [...testModules.flatMap(crashesOf), ...unhandledErrors.map(messageOf)],
    }
  } finally {
    await vitest.close()
  }
}

/** Vitest's options from its flags. @throws HarnessError USAGE naming the one that vitest does not know */
export function parseFlags(flags: readonly string[]): ReturnType<typeof parseCLI>['options'] {
  const { options } = parseCLI(['vitest', 'run', ...flags])
  const { globalCommand } = createCLI()
  const unknown = Object.keys(options).find((name) => !parsersOwn.includes(name) && !globalCommand.hasOption(name))
  if (options.repeats || options.retry)
    throw new HarnessError(
      'USAGE',
      'a scenario runs once in a command (no --repeats, no --retry); run the command again',
    )
  if (unknown !== undefined)
    throw new HarnessError('USAGE', `unknown option --${unknown}; see: npm run chaos -- --help`)
  return options
}

/** What vitest's parser adds by itself. */
const parsersOwn = ['--', 'run', 'color']

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
