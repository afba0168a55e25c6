import { appendFile, copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isObject, type Json, listOf, parseJson } from '../../../mock-provider/json.ts'
import { HarnessError } from '../../errors.ts'
import { headOf, linesOfFile } from '../../store/line-files.ts'
import { type Line, linesOf } from '../../store/lines.ts'
import { replaceSession, restoreSession } from '../../store/replace-session.ts'
import type { Store, StoredSession } from '../../store/store.ts'
import { Conversation } from './conversation.ts'
import { geminiFormat } from './session-format.ts'
import { linesOfMessage, messagesOfLines } from './session-lines.ts'

const newline = 0x0a

/** The sessions of Gemini CLI: a file of records each, in which later ones replace earlier ones. */
export const geminiFiles: Store = {
  format: geminiFormat,
  program: /(?:^|\/)gemini(?: |$)|bundle\/gemini\.js/,
  places: ['.gemini/tmp/*/chats/session-*.jsonl'],
  async open(file) {
    const name = basename(file)
    const records = (await headOf(file)).map((line) => parseJson(line.toString()))
    if (!records.some((record) => isObject(record) && geminiFormat.recognizes(record, name))) return undefined
    return [sessionIn(file, name, (await stat(file)).size)]
  },
}

function sessionIn(file: string, name: string, size: number): StoredSession {
  return {
    format: geminiFormat,
    file,
    name,
    size,
    lines: () => sessionLines(linesOfFile(file)),
    version: async () => undefined,
    writer: async () => undefined,
    elsewhere: (callId) => earlier(file, callId),
    replace: (before, after) => replace(file, before, after),
    restore: () => restoreSession(file),
    plant: (folder, bytes) => plant(file, folder, bytes),
  }
}

/** What the agent has of the session, as lines; the first is about the session itself. */
async function* sessionLines(chunks: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Line[]> {
  const conversation = new Conversation()
  for await (const lines of chunks)
    for (const { bytes } of lines) {
      const text = bytes.toString()
      const record = parseJson(text)
      if (isObject(record)) conversation.add(record)
      else if (text.trim() !== '') conversation.unread(text)
    }
  yield linesOf(bytesOf(conversation))
}

function bytesOf({ head, messages }: Conversation): Buffer {
  const told = messages.flatMap((one) =>
    typeof one === 'string' ? [one] : linesOfMessage(one).map((line) => JSON.stringify(line)),
  )
  return Buffer.from([JSON.stringify(head), ...told].map((line) => `${line}\n`).join(''))
}

/**
 * Writes one record more, in the agent's own form, that replaces all messages; what was there stays, byte for byte.
 * @throws HarnessError UNWRITABLE
 */
async function replace(file: string, before: Buffer, after: Buffer): Promise<string> {
  const stored = await readFile(file)
  const [now] = await Array.fromAsync(sessionLines(inOne(linesOf(stored))))
  if (!Buffer.concat((now ?? []).map(withEnd)).equals(before))
    throw new HarnessError('UNWRITABLE', `${file} has changed since it was read; stop its agent and try again`)
  const gap = stored.at(-1) === newline ? '' : '\n'
  return replaceSession(
    file,
    stored,
    Buffer.concat([stored, Buffer.from(`${gap}${JSON.stringify(recordOf(after))}\n`)]),
  )
}

/** A session is looked for in the folder of its working folder, by the id in its head; the minute in its name must not be this one. */
async function plant(file: string, folder: string, bytes: Buffer): Promise<string> {
  const [home, cwd] = [join(folder, 'home', '.gemini'), join(folder, 'work', 'main')]
  const place = join(home, 'tmp', 'main')
  const record = recordOf(bytes)
  await mkdir(join(place, 'chats'), { recursive: true })
  await writeFile(join(home, 'projects.json'), JSON.stringify({ projects: { [cwd]: 'main' } }))
  await writeFile(join(place, '.project_root'), cwd)
  const name = `session-2026-01-01T00-00-${String(record.sessionId).slice(0, 8)}.jsonl`
  await copyFile(file, join(place, 'chats', name))
  await appendFile(join(place, 'chats', name), `\n${JSON.stringify(record)}\n`)
  return String(record.sessionId)
}

/** The record that replaces all messages. */
function recordOf(after: Buffer): Json {
  const [first] = linesOf(after)
  const { sessionId, projectHash } = parseJson(String(first?.bytes)) as Json
  return { sessionId, projectHash, $set: { sessionId, projectHash, messages: messagesOfLines(after) } }
}

async function* inOne(lines: readonly Line[]): AsyncGenerator<readonly Line[]> {
  yield lines
}

function withEnd({ bytes }: Line): Buffer {
  return Buffer.concat([bytes, Buffer.from('\n')])
}

/** A result that stands in an earlier record of the same file. */
async function earlier(file: string, callId: string): ReturnType<StoredSession['elsewhere']> {
  for await (const lines of linesOfFile(file))
    for (const { line, bytes } of lines) {
      if (!bytes.includes(callId)) continue
      const record = parseJson(bytes.toString())
      if (!isObject(record)) continue
      for (const message of [record, ...listOf(record.$set, 'messages')].filter(isObject))
        for (const one of linesOfMessage(message)) {
          const piece = geminiFormat
            .read(one)
            ?.pieces.find(({ type, ...rest }) => type === 'result' && Object(rest).id === callId)
          if (piece?.type !== 'result') continue
          return { text: geminiFormat.textOf(one, piece), error: piece.error, where: `in line ${line} of the file` }
        }
    }
  return undefined
}
