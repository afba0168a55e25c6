import { createReadStream, readFileSync } from 'node:fs'
import { type ResolveHookSync, registerHooks } from 'node:module'
import { extname, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { HarnessError, messageOf } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { moduleUrl } from '../package.ts'
import * as builders from './builders.ts'
import { isMeantAsRepro, parseRepro, type Repro } from './repro.ts'
import { type FieldAt, parseScenario, type Scenario } from './schema.ts'
import { brokenJson, failedAt, fieldAt, hintOf } from './where.ts'

/** What a file holds: a scenario, a list of them, or a finding's repro. */
export type Loaded = { readonly scenarios: readonly Scenario[]; readonly repro: Repro | undefined }

/** No scenario needs more bytes; a larger file is a mistake or worse. */
const maxBytes = 256_000

/** No family of scenarios is larger; each of them is a run of its own. */
const maxScenarios = 100

/**
 * Reads a scenario or a repro: `.json` is data and runs nothing; `.ts` or `.js` is code of your own, whose default export is the scenario.
 * Either may have a list of scenarios instead: a family that differs in one thing, each under a title of its own.
 * @throws HarnessError BAD_SCENARIO naming the file and the field
 */
export async function load(file: string): Promise<Loaded> {
  const readers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    '.json': readJson,
    '.ts': importDefault,
    '.js': importDefault,
  }
  const read = readers[extname(file)]
  if (read === undefined) throw new HarnessError('BAD_SCENARIO', `${file} is neither a .json nor a .ts file`)
  return parse(await read(file), file, extname(file) === '.json' ? fieldsOf(file) : undefined)
}

/** Reads the scenarios of a file, whatever else it holds. @throws HarnessError BAD_SCENARIO */
export async function loadScenarios(file: string): Promise<readonly Scenario[]> {
  return (await load(file)).scenarios
}

/**
 * All the text of a stream that is JSON of ours, such as standard input.
 * @throws HarnessError BAD_SCENARIO when it is larger than `maxBytes` or cannot be read
 */
export async function readText(stream: Readable, source: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > maxBytes) break
    }
  } catch (error) {
    throw new HarnessError('BAD_SCENARIO', `cannot read ${source}: ${messageOf(error)}`)
  }
  if (bytes > maxBytes)
    throw new HarnessError(
      'BAD_SCENARIO',
      `${source} is larger than ${maxBytes / 1_000} KB; a scenario is a short list of steps`,
    )
  return Buffer.concat(chunks).toString()
}

/** Where a field of a JSON file is, which is read again only for an error. */
function fieldsOf(file: string): FieldAt {
  return (path) => `${file}${fieldAt(readFileSync(file, 'utf8'), path)}`
}

function parse(value: unknown, source: string, at?: FieldAt): Loaded {
  if (Array.isArray(value)) return { scenarios: parseFamily(value, source), repro: undefined }
  if (!isMeantAsRepro(value)) return { scenarios: [parseScenario(value, source, at)], repro: undefined }
  const repro = parseRepro(value, source)
  return { scenarios: [repro.scenario], repro }
}

function parseFamily(values: readonly unknown[], source: string): Scenario[] {
  if (values.length === 0 || values.length > maxScenarios)
    throw new HarnessError('BAD_SCENARIO', `${source} has ${values.length} scenarios; a list has 1 to ${maxScenarios}`)
  const scenarios = values.map((one, index) => parseScenario(one, `${source} [${index}]`))
  const titles = scenarios.map(({ title }) => title)
  const repeated = titles.find((title, index) => titles.indexOf(title) !== index)
  if (repeated === undefined) return scenarios
  throw new HarnessError('BAD_SCENARIO', `${source} has two scenarios with the title "${repeated}"`)
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText(createReadStream(file), file)
  try {
    return JSON.parse(text)
  } catch (error) {
    const { at, why } = brokenJson(text) ?? { at: '', why: messageOf(error) }
    throw new HarnessError('BAD_SCENARIO', `${file} is not JSON: ${why} (${file}${at})`)
  }
}

/** What a scenario imports is this very package, also where that is in no folder above it (npx); and it is a module, whatever lies around it. */
const resolving: ResolveHookSync = (specifier, context, next) => {
  if (specifier === 'gatecrash') return { url: moduleUrl('../index.ts', import.meta.url).href, shortCircuit: true }
  const found = next(specifier, context)
  const isScenario = context.parentURL === import.meta.url && found.url.endsWith('.ts')
  return isScenario ? { ...found, format: 'module-typescript' } : found
}
registerHooks({ resolve: resolving })

async function importDefault(file: string): Promise<unknown> {
  const module = await importModule(file)
  if (module.default !== undefined) return module.default
  throw new HarnessError(
    'BAD_SCENARIO',
    `${file} is not a scenario: it has no default export; write: export default scenario({ title: '…', steps: [ … ] })`,
  )
}

async function importModule(file: string): Promise<{ readonly default?: unknown }> {
  const path = resolve(file)
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    if (error instanceof HarnessError) throw new HarnessError(error.code, `${file}: ${error.message}`)
    const why = `${messageOf(error)}${hintOf(error, builders, nearest)}`
    throw new HarnessError('BAD_SCENARIO', `cannot load ${file}${failedAt(error, path)}: ${why}`, { cause: error })
  }
}
