import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { accepted, asked, exited, record, reply, started, turns } from '../record/example.ts'
import { waitsKept } from './waits-kept.ts'

const verdictAt = (entries: readonly Entry[]) => waitsKept.judge(evidenceOf(entries)).verdict

/** A request that is refused, with a wait in seconds if any. */
function refused(request: number, retryAfter?: number, status = 429): EntryBody[] {
  const failure = { message: 'slow down', ...(retryAfter === undefined ? {} : { retryAfter }) }
  return [
    asked(request, 0, turns('u:compare')),
    { kind: 'provider-replying', request, status, text: '', calls: [], failure },
    { kind: 'provider-replied', request, end: 'broken' },
  ]
}

/** A record whose second request comes so many milliseconds after the first was refused. */
function askedAgainAfter(ms: number, ...first: EntryBody[]): Entry[] {
  const early = record(...accepted('m1', 'compare'), ...first)
  const late = record(asked(1, 0, turns('u:compare')), ...reply(1, 'alike'))
  const end = early.at(-1)?.at ?? 0
  return [...early, ...late.map((entry) => ({ ...entry, n: entry.n + early.length, at: end + ms + entry.at }))]
}

describe('a wait that the provider asks for', () => {
  test('passes when it is kept, to the clocks’ tolerance', () => {
    expect(verdictAt(askedAgainAfter(2_500, ...refused(0, 2)))).toBe('pass')
    expect(verdictAt(askedAgainAfter(1_990, ...refused(0, 2)))).toBe('pass')
  })

  test('fails when it is not', () => {
    const entries = askedAgainAfter(300, ...refused(0, 2))
    expect(verdictAt(entries)).toBe('fail')
    const [finding] = waitsKept.judge(evidenceOf(entries)).findings
    expect(finding?.expected).toContain('2')
  })

  test('fails when it is kept in milliseconds', () => {
    expect(verdictAt(askedAgainAfter(20, ...refused(0, 20)))).toBe('fail')
  })

  test('is owed for an overloaded provider, too', () => {
    expect(verdictAt(askedAgainAfter(300, ...refused(0, 2, 529)))).toBe('fail')
    expect(verdictAt(askedAgainAfter(300, ...refused(0, 2, 503)))).toBe('fail')
  })

  test('is owed only where the provider asked for one', () => {
    expect(verdictAt(askedAgainAfter(300, ...refused(0)))).toBe('pass')
  })

  test('is of the run that it was told to: another message may try at once', () => {
    const entries = record(...accepted('m1', 'compare'), ...refused(0, 2), ...accepted('m2', 'and?'))
    const next = record(asked(1, 1, turns('u:compare', 'u:and?')), ...reply(1, 'yes'))
    expect(verdictAt([...entries, ...next.map((entry) => ({ ...entry, n: entry.n + 7, at: entry.at + 70 }))])).toBe(
      'pass',
    )
  })

  test('is of the session that it was told to', () => {
    const side = [...accepted('m2', 'and?', 'side'), asked(1, 1, turns('u:and?')), ...reply(1, 'yes')]
    expect(verdictAt(record(...accepted('m1', 'compare'), ...refused(0, 2), ...side))).toBe('pass')
  })
})

test('a wait that a restart came between was told to nobody who is left', () => {
  const killed = [exited('SIGKILL'), ...started]
  expect(verdictAt(askedAgainAfter(300, ...refused(0, 2), ...killed))).toBe('pass')
})

describe('attempts at one reply', () => {
  const storm = (attempts: number, between: EntryBody[] = []) =>
    record(
      ...accepted('m1', 'compare'),
      ...Array.from({ length: attempts }, (_, request) => [...refused(request, undefined, 529), ...between]).flat(),
    )

  test('come to an end', () => {
    expect(verdictAt(storm(12))).toBe('pass')
    expect(verdictAt(storm(200))).toBe('fail')
  })

  test('are no storm when each is another step of the turn', () => {
    const steps = Array.from({ length: 200 }, (_, request) => [
      asked(
        request,
        0,
        turns('u:compare', ...Array.from({ length: request }, (_, n) => [`a+c${n}`, `u=c${n}:1`]).flat()),
      ),
      ...reply(request, '', { id: `c${request}`, tool: 'a' }),
    ])
    expect(verdictAt(record(...accepted('m1', 'compare'), ...steps.flat()))).toBe('pass')
  })

  test('are a storm after a restart, too', () => {
    const entries = [...storm(3), ...record(exited('SIGKILL'), ...started), ...storm(200).slice(2)]
    expect(verdictAt(entries.map((entry, n) => ({ ...entry, n, at: n * 10 })))).toBe('fail')
  })
})
