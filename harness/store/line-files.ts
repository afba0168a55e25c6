import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isObject, parseJson } from '../../mock-provider/json.ts'
import { type Line, LineSplitter } from './lines.ts'
import { readLine } from './read-session.ts'
import { replaceSession, restoreSession } from './replace-session.ts'
import type { SessionFormat } from './session.ts'
import type { Store, StoredSession } from './store.ts'

/** How much of a file is read for its first records. */
const headBytes = 262_144
const chunkBytes = 1_048_576

/** What an agent with one file of JSON lines a session says of it beside the format. */
export type LineFiles = {
  readonly format: SessionFormat
  readonly places: readonly string[]
  readonly program: RegExp
  /** what a session is called, where that is not the name of its file */
  readonly nameOf?: (file: string) => string
  /** the version that has written the file */
  readonly version?: (file: string) => Promise<string | undefined>
  /** who may be writing it, in words */
  readonly writer?: (file: string) => Promise<string | undefined>
  /** puts a session of this name where a gateway of ours in a folder has its main one */
  readonly plant?: (folder: string, name: string, bytes: Buffer) => Promise<string | undefined>
  /** files in the same folder that may hold what this one has lost */
  readonly kin?: (name: string, other: string) => boolean
}

/** The stores of an agent that keeps each session in a file of JSON lines. */
export function lineFiles(own: LineFiles): Store {
  const { format, places, program } = own
  return {
    format,
    places,
    program,
    async open(file) {
      const name = basename(file)
      const records = (await headOf(file)).flatMap((line) => parseJson(line.toString()) ?? [])
      if (!records.some((record) => isObject(record) && format.recognizes(record, name))) return undefined
      return [sessionIn(file, (await stat(file)).size, own)]
    },
  }
}

/** The records that a file begins with: what tells its agent stands there. */
export async function headOf(file: string): Promise<Buffer[]> {
  await using handle = await open(file)
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
  const splitter = new LineSplitter()
  const chunk = buffer.subarray(0, bytesRead)
  return [...splitter.take(chunk), ...splitter.rest()].map(({ bytes }) => bytes)
}

function sessionIn(
  file: string,
  size: number,
  { format, nameOf, version, writer, kin, plant }: LineFiles,
): StoredSession {
  return {
    format,
    file,
    name: nameOf?.(file) ?? basename(file),
    size,
    lines: () => linesOfFile(file),
    version: async () => version?.(file),
    writer: async () => writer?.(file),
    replace: (before, after) => replaceSession(file, before, after),
    restore: () => restoreSession(file),
    ...(plant && { plant: (folder, bytes) => plant(folder, basename(file), bytes) }),
    elsewhere: async (callId) => (kin === undefined ? undefined : resultInKin(file, callId, format, kin)),
  }
}

/** The lines of a file, some at a time. */
export async function* linesOfFile(file: string): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter()
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) yield splitter.take(chunk as Buffer)
  yield splitter.rest()
}

async function resultInKin(
  file: string,
  callId: string,
  format: SessionFormat,
  isKin: (name: string, other: string) => boolean,
): ReturnType<StoredSession['elsewhere']> {
  const others = (await readdir(dirname(file))).filter(
    (other) => other !== basename(file) && isKin(basename(file), other),
  )
  for (const other of others.toSorted()) {
    for await (const lines of linesOfFile(join(dirname(file), other)))
      for (const line of lines) {
        if (!line.bytes.includes(callId)) continue
        const read = readLine(line, format)
        const found =
          read !== undefined && 'entry' in read
            ? read.entry.pieces.find((piece) => piece.type === 'result' && piece.id === callId && !piece.invented)
            : undefined
        if (found?.type !== 'result') continue
        return {
          text: format.textOf(JSON.parse(line.bytes.toString()), found),
          error: found.error,
          where: `in ${other}`,
        }
      }
  }
  return undefined
}
