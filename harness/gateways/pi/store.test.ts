import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkStore, readStore } from './store.ts'

const root = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rm(root, { recursive: true }))
await mkdir(join(root, 'sessions'))
const source = 'sessions/2026-11-29T23-06-54-873Z_main.jsonl'
const lines = [
  { type: 'session', version: 3, id: 'main' },
  { type: 'message', id: '1', parentId: null, message: { role: 'system', content: '' } },
  { type: 'message', id: '2', parentId: '1', message: { role: 'user', content: [{ type: 'text', text: 'hello' }] } },
].map((entry) => JSON.stringify(entry))
const write = (text: string) => writeFile(join(root, source), text)
const check = (running: boolean) => checkStore(root, join(root, 'kept'), running)

test('a session is read from the file that ends with its name', async () => {
  await write(`${lines.join('\n')}\n`)
  expect(await readStore(root, join(root, 'kept'))).toEqual([
    { session: 'main', source, turns: [{ role: 'user', blocks: [{ type: 'text', text: 'hello' }], at: 'line 3' }] },
  ])
  expect(await check(false)).toEqual([])
})

test('a last line without its end is a problem only when nothing runs', async () => {
  await write(`${lines.join('\n')}\n{"type":`)
  expect(await check(true)).toEqual([])
  expect(await check(false)).toHaveLength(1)
})
