import { expect, test } from 'vitest'
import { healthOf } from '../../rescue/health.ts'
import { mended } from '../../rescue/mended.ts'
import { readSession } from '../../store/read-session.ts'
import { claudeCodeFormat as format } from './session-format.ts'

const name = '5d1f1b5e-0000-4000-8000-000000000000.jsonl'
const signature = 'EuYB'.repeat(30)

function line(
  uuid: string,
  parentUuid: string | null,
  role: 'user' | 'assistant',
  content: unknown,
  group?: string,
): string {
  const message = { role, content, ...(group && { id: group }) }
  const time = '2026-01-01T00:00:00.000Z'
  return `${JSON.stringify({ parentUuid, isSidechain: false, cwd: '/home/someone', sessionId: 's', version: '2.1.332', type: role, message, uuid, timestamp: time })}\n`
}
const use = (id: string) => ({ type: 'tool_use', id: `toolu_${id}`, name: 'Bash', input: {} })
const result = (id: string, text = `${id} returned`) => ({
  type: 'tool_result',
  tool_use_id: `toolu_${id}`,
  content: text,
})

/** Two calls at once: each has a line of its own, and its result hangs on that. */
const batch = [
  line('u0', null, 'user', 'go'),
  line('a1', 'u0', 'assistant', [use('a')], 'm1'),
  line('a2', 'a1', 'assistant', [use('b')], 'm1'),
  line('r1', 'a1', 'user', [result('a')]),
  line('r2', 'a2', 'user', [result('b')]),
  line('t1', 'r2', 'assistant', [{ type: 'text', text: 'done' }], 'm2'),
]

const stateOf = (text: string) => healthOf(readSession(Buffer.from(text), format), format).state

function repaired(text: string): string {
  const { bytes } = mended(Buffer.from(text), format, { name })
  expect(mended(bytes, format, { name }).bytes.equals(bytes)).toBe(true)
  expect(stateOf(bytes.toString())).toBe('sound')
  return bytes.toString()
}

test('results on branches of a batch are no damage (anthropics/claude-code#31330)', () => {
  expect(stateOf(batch.join(''))).toBe('sound')
  expect(repaired(batch.join(''))).toBe(batch.join(''))
})

test('a call that was cut off gets a result that says so, behind its batch', () => {
  const text = repaired(
    batch
      .filter((one) => one !== batch[4] && one !== batch[5])
      .concat(line('u1', 'a2', 'user', 'and?'))
      .join(''),
  )
  expect(text).toContain('was not recorded; it may have run')
  expect(text).toContain('a returned')
})

test('a result without its call is kept as a note (anthropics/claude-code#31328)', () => {
  const text = repaired(
    [...batch, line('r9', 't1', 'user', [result('lost')]), line('u2', 'r9', 'user', 'go on')].join(''),
  )
  expect(text).toContain('lost returned')
  expect(text).not.toContain('"tool_use_id":"toolu_lost"')
})

test('thinking that cannot be sent again is left out, and what is signed stays as it was (anthropics/claude-code#63374)', () => {
  const signed = { type: 'thinking', thinking: 'well', signature }
  const unsigned = { type: 'thinking', thinking: 'well', signature: '' }
  const broken = [
    line('u0', null, 'user', 'go'),
    line('a0', 'u0', 'assistant', [signed], 'm1'),
    line('a1', 'a0', 'assistant', [use('a')], 'm1'),
    line('r1', 'a1', 'user', [result('a')]),
    line('a2', 'r1', 'assistant', [unsigned], 'm2'),
    line('a3', 'a2', 'assistant', [{ type: 'text', text: 'done' }], 'm2'),
  ]
  expect(stateOf(broken.join(''))).toBe('broken')
  const text = repaired(broken.join(''))
  expect(text).toBe([...broken.slice(0, 4), broken[5]?.replace('"parentUuid":"a2"', '"parentUuid":"r1"')].join(''))
})
