import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkStore, readStore } from './store.ts'

const root = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rm(root, { recursive: true }))
const id = '01a229a2-6c8b-7381-a151-2e154348f77d'
const folder = join(root, 'sessions/2026/11/29')
beforeEach(() => mkdir(folder, { recursive: true }))

const line = (ordinal: number, type: string, payload: object) => JSON.stringify({ ordinal, type, payload })
const lines = [
  line(1, 'event_msg', { type: 'task_started' }),
  line(2, 'response_item', { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'skills' }] }),
  line(3, 'response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'compare' }] }),
  line(4, 'response_item', {
    type: 'function_call',
    call_id: 'call_1',
    name: 'exec_command',
    arguments: '{"cmd":"a"}',
  }),
  line(5, 'response_item', { type: 'function_call_output', call_id: 'call_1', output: 'a returned' }),
]

const write = (text: string) => writeFile(join(folder, `rollout-2026-11-29T23-27-20-${id}.jsonl`), text)
const read = () => readStore(root, join(root, 'kept'), (thread) => (thread === id ? 'main' : thread))
const check = (running: boolean) => checkStore(root, join(root, 'kept'), running)

test('what was said, called and returned is read from the file of a thread', async () => {
  await write(`${lines.join('\n')}\n`)
  expect(await read()).toEqual([
    {
      session: 'main',
      source: `sessions/2026/11/29/rollout-2026-11-29T23-27-20-${id}.jsonl`,
      turns: [
        { role: 'user', blocks: [{ type: 'text', text: 'compare' }], at: 'line 3' },
        {
          role: 'assistant',
          blocks: [{ type: 'call', id: 'call_1', name: 'exec_command', input: { cmd: 'a' } }],
          at: 'line 4',
        },
        { role: 'user', blocks: [{ type: 'result', id: 'call_1', text: 'a returned', error: false }], at: 'line 5' },
      ],
    },
  ])
  expect(await check(false)).toEqual([])
})

test('a summary is no answer of the model, and what it stands for stays in the file', async () => {
  const said = (ordinal: number, text: string) =>
    line(ordinal, 'response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] })
  const compacted = line(8, 'compacted', { message: 'Here is the summary:\nthey differ' })
  await write(`${[...lines, said(6, 'as I said'), said(7, 'they differ'), compacted, said(9, 'yes')].join('\n')}\n`)
  expect((await read())[0]?.turns.map(({ at }) => at)).toEqual(['line 3', 'line 4', 'line 5', 'line 6', 'line 9'])
})

describe('a last line without its end', () => {
  const cut = `${lines.join('\n')}\n{"ordinal":6,`

  test('may be one that is being written', async () => {
    await write(cut)
    expect((await read())[0]?.turns).toHaveLength(3)
    expect(await check(true)).toEqual([])
  })

  test('is a problem when nothing runs', async () => {
    await write(cut)
    expect(await check(false)).toMatchObject([{ problem: expect.stringContaining('is not a JSON object') }])
  })
})

test('a damaged line in the middle and a number that is there twice are problems', async () => {
  await write(`${lines[0]}\n{"ordinal":\n${lines[2]}\n${lines[2]}\n`)
  await expect(read()).rejects.toMatchObject({ code: 'STORE_UNREADABLE' })
  expect((await check(true)).map(({ problem }) => problem)).toEqual([
    'is not a JSON object: "{"ordinal":"',
    'has the number 3 after 1',
    'has the number 3 after 3',
  ])
})
