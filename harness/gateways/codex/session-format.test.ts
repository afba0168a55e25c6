import { expect, test } from 'vitest'
import { healthOf } from '../../rescue/health.ts'
import { mended } from '../../rescue/mended.ts'
import { readSession } from '../../store/read-session.ts'
import { codexFormat } from './session-format.ts'

const name = 'rollout-2026-01-01T00-00-00-0.jsonl'

const record = (ordinal: number | undefined, payload: object, type = 'response_item') =>
  `${JSON.stringify({ timestamp: `2026-01-01T00:00:0${ordinal ?? 9}Z`, ...(ordinal === undefined ? {} : { ordinal }), type, payload })}\n`
const head = record(0, { id: 't' }, 'session_meta')
const said = (n: number | undefined, role: 'user' | 'assistant', text: string) =>
  record(n, { type: 'message', role, content: [{ type: role === 'user' ? 'input_text' : 'output_text', text }] })
const call = (n: number, id: string) =>
  record(n, { type: 'function_call', call_id: id, name: 'exec_command', arguments: '{}' })
const output = (n: number, id: string) =>
  record(n, { type: 'function_call_output', call_id: id, output: `${id} returned` })

function repaired(text: string) {
  const { bytes, changes } = mended(Buffer.from(text), codexFormat, { name })
  expect(mended(bytes, codexFormat, { name }).bytes.equals(bytes)).toBe(true)
  expect(healthOf(readSession(bytes, codexFormat), codexFormat).state).toBe('sound')
  return {
    lines: bytes
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    changes,
    text: bytes.toString(),
  }
}

const whole = [
  head,
  said(1, 'user', 'go'),
  call(2, 'a'),
  call(3, 'b'),
  output(4, 'a'),
  output(5, 'b'),
  said(6, 'assistant', 'done'),
]

test('a sound thread comes out byte for byte', () => {
  expect(repaired(whole.join('')).text).toBe(whole.join(''))
})

test('a call without an output gets one that says so, and what follows is numbered onward', () => {
  const { lines, changes } = repaired(whole.filter((line) => line !== whole[5]).join(''))
  expect(lines.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(
    lines.find(({ payload }) => payload.type === 'function_call_output' && payload.call_id === 'b').payload.output,
  ).toContain('was not recorded; it may have run')
  expect(changes.flatMap(({ lost }) => lost ?? [])).toEqual(['the result of call b (exec_command)'])
})

test('half a record, then the same record whole (openai/codex#24425)', () => {
  const thought = record(2, { type: 'reasoning', summary: [], encrypted_content: 'gAAAAB'.repeat(20) })
  const text = [
    head,
    said(1, 'user', 'a whole question'),
    `${thought.slice(0, 120)}\n`,
    thought,
    said(3, 'assistant', 'an answer to it'),
  ].join('')
  expect(repaired(text).text).toBe(
    [head, said(1, 'user', 'a whole question'), thought, said(3, 'assistant', 'an answer to it')].join(''),
  )
})

test('records that an older version wrote without numbers are numbered onward (openai/codex#45150)', () => {
  const { lines, changes } = repaired(
    [...whole, said(undefined, 'user', 'and now?'), said(undefined, 'assistant', 'now this')].join(''),
  )
  expect(lines.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(changes).toHaveLength(1)
})

test('an output without its call is kept as a note of the user’s side', () => {
  const { lines } = repaired([head, said(1, 'user', 'go'), output(2, 'lost'), said(3, 'assistant', 'done')].join(''))
  expect(lines[2].payload).toMatchObject({ type: 'message', role: 'user' })
  expect(lines[2].payload.content[0].text).toContain('lost returned')
})
