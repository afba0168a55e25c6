import { expect, test } from 'vitest'
import type { Json } from '../../mock-provider/json.ts'
import { codexFormat } from '../gateways/codex/session-format.ts'
import { readSession } from '../store/read-session.ts'
import { healthOf } from './health.ts'
import { mended } from './mended.ts'

const name = 'rollout-2026-11-30T10-20-42-0.jsonl'

function bytesOf(...items: readonly Json[]): Buffer {
  const lines = items.map((payload) => ({ timestamp: '2026-11-30T10:20:42Z', type: 'response_item', payload }))
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

function itemsIn(bytes: Buffer): Json[] {
  const lines = bytes.toString().trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line).payload)
}

const said = { type: 'message', id: 'msg_1', role: 'user', content: [{ type: 'input_text', text: 'compare' }] }
const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'exec', arguments: '{}' }
const result = (id: string, output: string) => ({ type: 'function_call_output', id, call_id: 'call_1', output })

const twice = '400 Duplicate item found with id fc_1. Remove duplicate items from your input and try again.'

test('a call that codex 0.171.0 stored and ran twice keeps both results, and the API takes it', () => {
  // what `scenarios/agents/end-of-a-call-twice.ts` leaves
  const broken = bytesOf(said, call, call, result('fco_1', 'one'), result('fco_2', 'two'))
  expect(healthOf(readSession(broken, codexFormat), codexFormat)).toMatchObject({
    state: 'broken',
    refusals: [{ says: twice }],
  })
  const { bytes } = mended(broken, codexFormat, { name })
  const { id: _, ...other } = call
  expect(itemsIn(bytes)).toEqual([
    said,
    call,
    { ...other, call_id: 'call_1_2' },
    result('fco_1', 'one'),
    { ...result('fco_2', 'two'), call_id: 'call_1_2' },
  ])
  expect(healthOf(readSession(bytes, codexFormat), codexFormat).state).toBe('sound')
  expect(mended(bytes, codexFormat, { name }).changes).toEqual([])
})

test('an exact copy of a message and a thought with the id of another go; another text keeps its words', () => {
  const thought = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAB' }
  const answer = { type: 'message', id: 'msg_2', role: 'assistant', content: [{ type: 'output_text', text: 'yes' }] }
  const other = { ...answer, content: [{ type: 'output_text', text: 'no' }] }
  const broken = bytesOf(said, said, thought, { ...thought, encrypted_content: 'gBBBBB' }, answer, other)
  const { bytes, changes } = mended(broken, codexFormat, { name })
  const { id: _, ...kept } = other
  expect(itemsIn(bytes)).toEqual([said, thought, answer, kept])
  expect(changes.map(({ does, at }) => `${does} ${at}`)).toEqual(['removes line 2', 'removes line 4', 'removes line 6'])
})
