import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../store/store.ts'
import { findBreaks } from '../transcript/pairing.ts'
import { copilotFiles } from './copilot/session-store.ts'
import { geminiFiles } from './gemini-cli/session-store.ts'
import { qwenFiles } from './qwen/session-store.ts'
import { checkSessions, readTranscripts } from './stored-transcripts.ts'

const root = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rm(root, { recursive: true }))
const home = join(root, 'home')
beforeEach(() => rm(home, { recursive: true, force: true }))

/** A session that the agent itself has written, where it keeps it. */
async function kept(fixture: string, path: string): Promise<string> {
  const file = join(home, path)
  await mkdir(dirname(file), { recursive: true })
  await copyFile(new URL(fixture, import.meta.url), file)
  return file
}

const inHome = (store: Store) => ({ home, store, evidence: join(root, 'kept') })

test.each([
  [
    'gemini-cli/session-2026-11-30T03-03-7e271844.jsonl',
    '.gemini/tmp/main/chats/session-2026-11-30T03-03-7e271844.jsonl',
    geminiFiles,
  ],
  [
    'qwen/385d80da-f530-4e06-81de-011bd0f846ab.jsonl',
    '.qwen/projects/work/chats/385d80da-f530-4e06-81de-011bd0f846ab.jsonl',
    qwenFiles,
  ],
  ['copilot/events.jsonl', '.copilot/session-state/17fcd96d-df67-4899-85e1-01ac61c6a8b2/events.jsonl', copilotFiles],
])('%s is read whole: what the person said, the calls with their arguments', async (fixture, path, store) => {
  const file = await kept(fixture, path)
  const [found, ...others] = await readTranscripts(inHome(store), (name) => `session of ${name}`)
  expect(others).toEqual([])
  expect(found?.source).toBe(path)
  expect(found?.session).toMatch(/7e271844|385d80da|17fcd96d/)
  expect(found?.turns[0]).toMatchObject({ role: 'user', blocks: [{ type: 'text' }] })
  const calls = found?.turns.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'call'))
  expect(calls?.length).toBeGreaterThan(1)
  for (const call of calls ?? []) expect(call).toMatchObject({ input: { call: expect.stringMatching(/:[abc]$/) } })
  expect(await checkSessions(inHome(store), false)).toEqual([])
  const copy = join(root, 'kept', store === copilotFiles ? `${basename(dirname(file))}.jsonl` : basename(file))
  expect(await readFile(copy, 'utf8')).toBe(await readFile(file, 'utf8'))
})

test('each result that Gemini CLI stores twice is read once', async () => {
  await kept(
    'gemini-cli/session-2026-11-30T03-03-7e271844.jsonl',
    '.gemini/tmp/main/chats/session-2026-11-30T03-03-7e271844.jsonl',
  )
  const [found] = await readTranscripts(inHome(geminiFiles), (name) => name)
  const results = found?.turns.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'result')) ?? []
  expect(results.length).toBeGreaterThan(1)
  expect(findBreaks(found?.turns ?? [])).toEqual([])
})

test('where Copilot CLI stores a stop, the calls before it are over', async () => {
  const file = await kept('copilot/events.jsonl', '.copilot/session-state/17fcd96d/events.jsonl')
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const breaksIn = async (some: readonly string[]) => {
    await writeFile(file, some.map((line) => `${line}\n`).join(''))
    const [found] = await readTranscripts(inHome(copilotFiles), (name) => name)
    return findBreaks(found?.turns ?? []).length
  }
  const stop = lines.findIndex((line) => line.includes('"type":"abort"'))
  expect(await breaksIn(lines.slice(0, stop))).toBe(1)
  expect(await breaksIn(lines)).toBe(0)
})

test('half a line is a problem once nobody writes it any more', async () => {
  const file = await kept('copilot/events.jsonl', '.copilot/session-state/17fcd96d/events.jsonl')
  await truncate(file, (await readFile(file)).length - 20)
  expect(await checkSessions(inHome(copilotFiles), true)).toEqual([])
  const [problem] = await checkSessions(inHome(copilotFiles), false)
  expect(problem?.problem).toBe('cannot be read: it breaks off')
})

test('a record that stands there twice, and one whose parent is gone, are problems', async () => {
  const file = await kept('copilot/events.jsonl', '.copilot/session-state/17fcd96d/events.jsonl')
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const [first, , third = '', ...rest] = lines
  await writeFile(file, [first, third, ...rest, third].map((line) => `${line}\n`).join(''))
  const problems = (await checkSessions(inHome(copilotFiles), false)).map(({ problem }) => problem)
  expect(problems.join('\n')).toMatch(/has an id once more.*\n.*comes after an entry "[^"]+" that is not there/)
})
