import { createReadStream } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { HarnessError, messageOf } from '../errors.ts'
import { isMeantAsRepro, parseRepro, type Repro } from './repro.ts'
import { parseScenario, type Scenario } from './schema.ts'

/** What a file holds: a scenario, alone or as a finding's repro. */
export type Loaded = { readonly scenario: Scenario; readonly repro: Repro | undefined }

/** No scenario needs more bytes; a larger file is a mistake or worse. */
export const maxBytes = 256_000

/**
 * Reads a scenario or a repro: `.json` is data and runs nothing; `.ts` is code of your own, whose default export is the scenario.
 * @throws HarnessError BAD_SCENARIO naming the file and the field
 */
export async function load(file: string): Promise<Loaded> {
  const readers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    '.json': readJson,
    '.ts': importDefault,
  }
  const read = readers[extname(file)]
  if (read === undefined) throw new HarnessError('BAD_SCENARIO', `${file} is neither a .json nor a .ts file`)
  return parse(await read(file), file)
}

/** Reads the scenario of a file, whichever of both it holds. @throws HarnessError BAD_SCENARIO */
export async function loadScenario(file: string): Promise<Scenario> {
  return (await load(file)).scenario
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

function parse(value: unknown, source: string): Loaded {
  if (!isMeantAsRepro(value)) return { scenario: parseScenario(value, source), repro: undefined }
  const repro = parseRepro(value, source)
  return { scenario: repro.scenario, repro }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText(createReadStream(file), file)
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
