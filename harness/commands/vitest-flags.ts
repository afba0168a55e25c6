import leven from 'leven'
import { parseCLI } from 'vitest/node'
import { HarnessError } from '../errors.ts'
import { ownCommand } from '../package.ts'
import { runOptions } from './arguments.ts'

/** Vitest's flags that mean something for scenarios. */
const working = ['testNamePattern', 'shard', 'reporter', 'outputFile', 'maxWorkers', 'bail'] as const

/** The short one's other name, and output without colours. */
const alsoWorking: readonly string[] = ['t', 'color', 'noColor']

/** Flags that have a better way here. */
const instead: Readonly<Record<string, string>> = {
  repeats: '--times <number> runs each scenario several times',
  retry: 'a failed run stays failed; --times <number> shows how often it fails',
  watch: 'write --watch without a value: it runs scenarios again when a file of theirs is written',
  lastFailed: '--last-failed runs what did not pass last time',
  ui: `the report shows it: ${ownCommand} open`,
  mergeReports: `use: ${ownCommand} merge <path>`,
}

/** Vitest's own options for a run. */
export type VitestOptions = ReturnType<typeof parseCLI>['options']

/** Vitest's options from its flags. @throws HarnessError USAGE naming a flag that does nothing for scenarios, or that nobody knows */
export function parseFlags(flags: readonly string[]): VitestOptions {
  const names: readonly string[] = [...working, ...alsoWorking]
  const refused = flags.filter((word) => word.startsWith('-')).find((word) => !names.includes(nameOf(word)))
  if (refused === undefined) return parseCLI(['vitest', 'run', ...flags]).options
  const works = working.map((name) => (name === 'testNamePattern' ? '-t' : `--${name}`)).join(', ')
  const why = instead[nameOf(refused)] ?? meantBy(refused) ?? `of vitest's options these work here: ${works}`
  throw new HarnessError('USAGE', `${refused} does nothing for scenarios: ${why}; see: ${ownCommand} --help`)
}

/** Our own option, when it was written with a letter or two wrong. */
function meantBy(flag: string): string | undefined {
  const [word = ''] = flag.split('=')
  const near = runOptions.find((option) => leven(word, option) <= 2)
  return near === undefined ? undefined : `did you mean ${near}?`
}

/** `outputFile` of `--output-file.junit=x.xml`. */
function nameOf(flag: string): string {
  const [name = ''] = flag.replace(/^-+/, '').split(/[=.]/)
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
