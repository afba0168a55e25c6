import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { damages } from '../../damage.ts'
import { findBreaks } from '../../transcript/pairing.ts'
import { checkStore, readStore } from './store.ts'
import { damageStore } from './store-damage.ts'

const state = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rm(state, { recursive: true }))

const called = (id: string) => ({
  type: 'assistant',
  run: 'r',
  content: [{ type: 'tool_use', id, name: 'exec', input: {} }],
})
const result = (call: string) => ({ type: 'result', run: 'r', call, text: `${call} returned`, error: false })
const log = [{ type: 'user', run: 'r', text: 'compare' }, called('x'), result('x'), called('y'), result('y')]
const write = (entries: readonly object[]) =>
  writeFile(join(state, 'sessions', 'main.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))

beforeEach(async () => {
  await mkdir(join(state, 'sessions'), { recursive: true })
  await write(log)
})

test.each([
  ['orphaned-call', ['call-without-result'], ['y']],
  ['orphaned-result', ['result-without-call'], ['y']],
  ['repeated-result', ['result-repeated'], ['y']],
  ['swapped-ids', ['call-without-result', 'result-without-call'], ['x', 'y']],
] as const)(
  '%s breaks the pair of the calls that it names, and nothing else of the store',
  async (damage, rules, ids) => {
    const calls = await damageStore(state, 'main', damage)
    const [stored] = await readStore(state, join(state, 'kept'))
    const breaks = findBreaks(stored?.turns ?? [])
    expect(calls).toEqual(ids)
    expect([...new Set(breaks.map(({ rule }) => rule))].sort()).toEqual(rules)
    expect([...new Set(breaks.flatMap((broken) => broken.ids))].sort()).toEqual(ids)
    expect(await checkStore(state)).toEqual([])
  },
)

test('a line is cut in its middle, and what stands before it is whole', async () => {
  expect(await damageStore(state, 'main', 'cut-line')).toEqual([])
  const text = await readFile(join(state, 'sessions', 'main.jsonl'), 'utf8')
  expect(text.split('\n')).toHaveLength(log.length + 1)
  expect(text.endsWith('\n')).toBe(false)
  expect(await checkStore(state)).toEqual([])
})

test.each(damages.filter((damage) => damage !== 'cut-line'))(
  '%s of a log without results is refused',
  async (damage) => {
    await write(log.slice(0, 2))
    await expect(damageStore(state, 'main', damage)).rejects.toThrow(`has no place for "${damage}"`)
  },
)
