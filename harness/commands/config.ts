import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { fileBelow } from '../below.ts'
import { HarnessError, messageOf } from '../errors.ts'

const schema = z.strictObject({
  $schema: z.string().optional(),
  /** what is run when no scenario is named: files, or parts of paths */
  scenarios: z.array(z.string().min(1)).min(1).optional(),
  /** as after --gateway */
  gateway: z.string().min(1).optional(),
  /** modules with drivers of your own */
  drivers: z.array(z.string().min(1)).optional(),
  /** as after --api */
  api: z.string().min(1).optional(),
})

/** What a folder's `gatecrash.config.json`, `.ts` or `.js` says: defaults for what the command line leaves out. */
export type Config = Omit<z.infer<typeof schema>, '$schema'>

const names = ['gatecrash.config.json', 'gatecrash.config.ts', 'gatecrash.config.js'] as const

/**
 * Reads the configuration of a folder; none is an empty one. A `.ts` or `.js` file is code of your own.
 * @throws HarnessError USAGE naming the file and the field that is wrong, or both files where there are two
 */
export async function readConfig(folder = process.cwd()): Promise<Config> {
  const [name, other] = names.filter((one) => fileBelow(folder, one) !== undefined)
  if (name === undefined) return {}
  if (other !== undefined) throw new HarnessError('USAGE', `there are both ${name} and ${other}: keep one`)
  const value = await (name.endsWith('.json')
    ? readJson(resolve(folder, name))
    : importDefault(resolve(folder, name))
  ).catch((error) => {
    throw new HarnessError('USAGE', `${name} cannot be read: ${messageOf(error)}`, { cause: error })
  })
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new HarnessError('USAGE', `${name} is wrong:\n${z.prettifyError(parsed.error)}`)
  const { $schema: _, ...config } = parsed.data
  return config
}

/** The words of a command line, with what the configuration says first: of an option that is there twice the last holds. */
export function withConfig({ gateway, drivers, api }: Config, words: readonly string[]): string[] {
  return [
    ...(gateway === undefined || says(words, '--gateway', '--matrix', '--driver') ? [] : ['--gateway', gateway]),
    ...(drivers === undefined || says(words, '--driver') ? [] : ['--driver', drivers.join(',')]),
    ...(api === undefined || says(words, '--api', '--gateway') ? [] : ['--api', api]),
    ...words,
  ]
}

/** The scenarios that are meant: those of the command line, or else those of the configuration. */
export function meantScenarios({ scenarios = [] }: Config, typed: readonly string[]): readonly string[] {
  return typed.length > 0 ? typed : scenarios
}

function says(words: readonly string[], ...options: string[]): boolean {
  return words.some((word) => options.includes(word.split('=')[0] ?? ''))
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}

async function importDefault(file: string): Promise<unknown> {
  return (await import(pathToFileURL(file).href)).default
}
