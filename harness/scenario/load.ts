import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HarnessError, messageOf } from '../errors.ts'
import { parseScenario, type Scenario } from './schema.ts'

/** No scenario needs more; a larger file is a mistake or worse. */
const maxBytes = 1_000_000

/**
 * Reads a scenario file: `.json` is data and runs nothing; `.ts` is code of your own, whose default export is the scenario.
 * @throws HarnessError BAD_SCENARIO naming the file and the field
 */
export async function loadScenario(file: string): Promise<Scenario> {
  const readers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    '.json': readJson,
    '.ts': importDefault,
  }
  const read = readers[extname(file)]
  if (read === undefined) throw new HarnessError('BAD_SCENARIO', `${file} is neither a .json nor a .ts file`)
  const value = await read(file)
  return parseScenario(value, file)
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
