import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkStore, readStore } from './store.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function storeOf(...lines: (object | string)[]): Promise<void> {
  await mkdir(join(folder, 'projects/-work'), { recursive: true })
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  await writeFile(join(folder, 'projects/-work/s1.jsonl'), texts.join('\n'))
}

const turnsOf = async () => (await readStore(folder, join(folder, 'kept'), () => 'main'))[0]?.turns
const user = (uuid: string, content: unknown) => ({ type: 'user', uuid, message: { role: 'user', content } })
const called = (uuid: string, id: string) => ({
  type: 'assistant',
  uuid,
  message: { id: 'msg_1', role: 'assistant', content: [{ type: 'tool_use', id, name: 'hold', input: {} }] },
})
const returned = (uuid: string, id: string) => user(uuid, [{ type: 'tool_result', tool_use_id: id, content: id }])

test('the blocks of one reply are one turn, also where a result comes between them', async () => {
  await storeOf(user('1', 'hi'), called('2', 'x'), returned('3', 'x'), called('4', 'y'), returned('5', 'y'))
  const turns = (await turnsOf()) ?? []
  expect(
    turns.map(({ blocks }) => blocks.map((block) => ('id' in block ? `${block.type} ${block.id}` : 'text'))),
  ).toEqual([['text'], ['call x', 'call y'], ['result x'], ['result y']])
})

test('a message that was taken into a turn is one of the person', async () => {
  const prompt = [{ type: 'text', text: 'and?' }]
  await storeOf(user('1', 'hi'), { type: 'attachment', uuid: '2', attachment: { type: 'queued_command', prompt } })
  expect((await turnsOf())?.map(({ role, blocks }) => [role, blocks[0]])).toEqual([
    ['user', { type: 'text', text: 'hi' }],
    ['user', { type: 'text', text: 'and?' }],
  ])
})

test('what the person was told of a failed request is not of the model', async () => {
  const message = { id: 'x', role: 'assistant', content: [{ type: 'text', text: 'Request too large' }] }
  await storeOf(user('1', 'hi'), { type: 'assistant', uuid: '2', isApiErrorMessage: true, message })
  expect((await turnsOf())?.length).toBe(1)
})

test('what a subagent said is not of the session', async () => {
  await storeOf(user('1', 'hi'), { ...called('2', 'x'), isSidechain: true })
  expect((await turnsOf())?.length).toBe(1)
})

test('a damaged line and an id that is there twice are problems; a line that is being written is none', async () => {
  await storeOf(user('1', 'hi'), '{"type":"us', user('1', 'and?'), '{"half')
  const problems = async (running: boolean) =>
    (await checkStore(folder, join(folder, 'kept'), running)).map(({ source, problem }) => `${source} ${problem}`)
  const [damaged, twice] = [
    'projects/-work/s1.jsonl, line 2 is not a JSON object: "{"type":"us"',
    'projects/-work/s1.jsonl, line 3 has the id of line 1, "1"',
  ]
  expect(await problems(true)).toEqual([damaged, twice])
  expect(await problems(false)).toEqual([damaged, twice, expect.stringContaining('line 4')])
})
