import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HarnessError, messageOf } from '../errors.ts'
import { parseScenario, type Scenario } from './schema.ts'

/** No scenario needs more; a larger file is a mistake or worse. */
const maxBytes = 1_000_000

/** No family of scenarios is larger; each of them is a run of its own. */
const maxScenarios = 100

/**
 * Reads a scenario file: `.json` is data and runs nothing; `.ts` is code of your own, whose default export is the scenario. Either
 * may have a list of them instead: a family that differs in one thing, each under a title of its own.
 * @throws HarnessError BAD_SCENARIO naming the file and the field
 */
export async function loadScenarios(file: string): Promise<Scenario[]> {
  const readers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    '.json': readJson,
    '.ts': importDefault,
  }
  const read = readers[extname(file)]
  if (read === undefined) throw new HarnessError('BAD_SCENARIO', `${file} is neither a .json nor a .ts file`)
  const value = await read(file)
  if (!Array.isArray(value)) return [parseScenario(value, file)]
  if (value.length === 0 || value.length > maxScenarios)
    throw new HarnessError('BAD_SCENARIO', `${file} has ${value.length} scenarios; a list has 1 to ${maxScenarios}`)
  const scenarios = value.map((one, index) => parseScenario(one, `${file} [${index}]`))
  const titles = scenarios.map(({ title }) => title)
  const repeated = titles.find((title, index) => titles.indexOf(title) !== index)
  if (repeated === undefined) return scenarios
  throw new HarnessError('BAD_SCENARIO', `${file} has two scenarios with the title "${repeated}"`)
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new HarnessError('BAD_SCENARIO', `cannot read ${file}: ${messageOf(error)}`)
  })
  if (text.length > maxBytes)
    throw new HarnessError(
      'BAD_SCENARIO',
      `${file} is larger than ${maxBytes / 1_000_000} MB; a scenario is a short list of steps`,
    )
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HarnessError('BAD_SCENARIO', `${file} is not JSON: ${messageOf(error)}`)
  }
}

async function importDefault(file: string): Promise<unknown> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)).default
  } catch (error) {
    if (error instanceof HarnessError) throw new HarnessError(error.code, `${file}: ${error.message}`)
    throw new HarnessError('BAD_SCENARIO', `cannot load ${file}: ${messageOf(error)}`, { cause: error })
  }
}
