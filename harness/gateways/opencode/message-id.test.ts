import { expect, test } from 'vitest'
import { newMessageId } from './message-id.ts'

test('ids rise with time, also within one millisecond and when the clock goes back', () => {
  const ids = [1_000_000, 1_000_000, 999_999, 1_000_001].map((now) => newMessageId(now).slice(0, 'msg_'.length + 12))
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
})
