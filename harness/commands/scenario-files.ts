import { createHash } from 'node:crypto'
import { glob, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { isPackage, ownCommand, ownScenarios, scenarioName } from '../package.ts'
import { replaceFile } from '../replace-file.ts'
import { readText } from '../scenario/load.ts'

/**
 * The scenario files that are meant: those whose path contains a given part, a file by its path, or standard input (`-`); our own
 * where this folder has none such. Without any, or as `core`, it is the core, which is right in `scenarios/` and takes minutes; with all that
 * its folders hold it would be hours. `others` are the words that could have been meant instead; left out, the commands.
 */
export async function scenarioFiles(wanted: readonly string[], others?: readonly string[]): Promise<string[]> {
  const theirs = (await Array.fromAsync(glob('scenarios/**/*.{ts,json}'))).sort()
  const ours = (await Array.fromAsync(glob(join(ownScenarios, `**/*.${isPackage ? 'js' : 'ts'}`)))).sort()
  const core = [coreOf(theirs), theirs, coreOf(ours)].find((some) => some.length > 0) ?? []
  if (wanted.length === 0) return core
  const found = await Promise.all(
    wanted.map(async (part) => {
      if (part === '-') return [await saveStandardInput()]
      if (await isFile(part)) return [part]
      if (part === 'core') return core
      const [first = [], then = []] = [theirs, ours].map((some) =>
        some.filter((file) => scenarioName(file).includes(part)),
      )
      return first.length > 0 ? first : then
    }),
  )
  const missing = wanted.filter((_, index) => found[index]?.length === 0)
  if (missing.length > 0)
    throw new HarnessError('BAD_SCENARIO', await describeMissing(missing, [...theirs, ...ours], others))
  return [...new Set(found.flat())]
}

/** What each word may have meant: a path leads nowhere, anything else is near a scenario or a command. */
async function describeMissing(
  words: readonly string[],
  files: readonly string[],
  others?: readonly string[],
): Promise<string> {
  // the commands use this file themselves
  const { commands } = await import('./index.ts')
  const all = [...new Set(files.map(scenarioName)), ...(others ?? Object.keys(commands))]
  const kind = others === undefined ? 'command' : 'claim'
  const { oracles } = await import('../oracles/index.ts')
  const lines = words.map((word) => {
    if (others === undefined && oracles.some(({ claim }) => claim === word))
      return `${word} is a claim, no scenario; what it means: ${ownCommand} explain ${word}`
    const isPath = /^[./~]|\.(?:ts|json)$/.test(word)
    const what = isPath ? `there is no file ${word}` : `no scenario or ${kind} is called "${word}"`
    return `${what}; did you mean ${nearest(word, all).join(', ')}?`
  })
  return [...lines, `all scenarios: ${ownCommand} list`].join('\n')
}

function coreOf(files: readonly string[]): string[] {
  return files.filter((file) => dirname(scenarioName(file)) === 'scenarios')
}

/** Standard input as a file, where the command that repeats the run finds it again; two commands at once have two. */
async function saveStandardInput(): Promise<string> {
  const text = await readText(process.stdin, 'standard input')
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const file = join('reports', 'inputs', `${name}.json`)
  await replaceFile(file, text)
  return file
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
