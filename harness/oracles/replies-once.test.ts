import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  exited,
  liberties,
  record,
  reply,
  saw,
  started,
  stopped,
  turns,
} from '../record/example.ts'
import { repliesOnce } from './replies-once.ts'

const asks = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare')), ...reply(0, 'all alike')]
const judge = (...bodies: EntryBody[]) => repliesOnce.judge(evidenceOf(record(...bodies, ...atRest)))
const says = (...bodies: EntryBody[]) => judge(...bodies).findings.map((finding) => finding.says)
const shown = (...short: string[]): EntryBody => ({ kind: 'history-seen', session: 'main', turns: turns(...short) })
const answered = shown('u:compare', 'a:all alike')

test('passes when the reply ends the run', () => {
  expect(judge(...asks, saw('r-m1', 'all alike')).verdict).toBe('pass')
})

describe('ends of a run', () => {
  test('fails for two of them', () => {
    const { verdict, findings } = judge(...asks, saw('r-m1', 'all alike'), saw('r-m1', '', { what: 'aborted' }))
    expect(verdict).toBe('fail')
    expect(findings).toEqual([
      {
        says: 'the client was told 2 times that the run of "compare" had ended',
        expected: 'one end of each run',
        actual: 'reply, then aborted',
        entries: [0, 1, 5, 6],
        excerpt: ['at 50 ms: reply "all alike" (run r-m1)', 'at 60 ms: aborted "" (run r-m1)'],
      },
    ])
  })

  test('passes for one that each of two clients sees, or another device of one', () => {
    const end = saw('r-m1', 'all alike')
    expect(says(...asks, end, saw('r-m1', 'all alike', { client: 'phone' }))).toEqual([])
    const other: EntryBody = { kind: 'client-connected', client: 'main', device: 1, ok: true, detail: '' }
    expect(says(...asks, end, other, end)).toEqual([])
  })

  test('fails for one that a client sees again when it has reconnected, unless the gateway says so', () => {
    const end = saw('r-m1', 'all alike')
    const again: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' }
    expect(says(...asks, end, again, end)).toHaveLength(1)
    const told = evidenceOf(record(...asks, end, again, end, ...atRest), liberties('repeats-after-reconnect'))
    expect(repliesOnce.judge(told).verdict).toBe('pass')
  })

  test('passes for a notice of the gateway and then the reply, where it says so', () => {
    const seen = [...asks, saw('r-m1', 'trying again in 2 s'), saw('r-m1', 'all alike'), ...atRest]
    const verdictBy = (...profile: Parameters<typeof liberties>) =>
      repliesOnce.judge(evidenceOf(record(...seen), liberties(...profile))).verdict
    expect(verdictBy({ name: 'shows-notices', pattern: '^trying again' })).toBe('pass')
    expect(verdictBy({ name: 'shows-notices', pattern: '^all is well' })).toBe('fail')
    expect(verdictBy()).toBe('fail')
  })

  test('passes for a text beside calls and then the reply, where the gateway says that it shows each', () => {
    const batch = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'))]
    const texts = [...batch, ...reply(0, 'let me look', { id: 'x', tool: 'a' }), saw('r-m1', 'let me look')]
    const next = asked(1, 0, turns('u:compare', 'a:let me look|+x', 'u=x:1'))
    const seen = record(...texts, next, ...reply(1, 'all alike'), saw('r-m1', 'all alike'), ...atRest)
    expect(repliesOnce.judge(evidenceOf(seen, liberties('shows-texts-beside-calls'))).verdict).toBe('pass')
    expect(repliesOnce.judge(evidenceOf(seen, liberties())).verdict).toBe('fail')
  })

  test('passes for one before a restart and one after', () => {
    const exited: EntryBody = { kind: 'gateway-exited', code: 0, signal: null, asked: true }
    expect(says(...asks, saw('r-m1', '', { what: 'aborted' }), exited, saw('r-m1', 'all alike'))).toEqual([])
  })

  test('fails for none, when the client had nothing else to wait for and the history has the answer', () => {
    expect(says(...asks, answered)).toEqual(['the client was never told that the run of "compare" had ended'])
  })

  test('fails for an error before the answer, and none after it', () => {
    const [sent, ack, ...rest] = asks as [EntryBody, EntryBody, ...EntryBody[]]
    const error = saw('r-m1', 'terminated', { what: 'error' })
    expect(says(sent, ack, error, ...rest, answered)).toEqual([
      'the client was never told that the run of "compare" had ended',
    ])
    expect(says(...asks, error, answered)).toEqual([])
  })

  test('passes for none when nothing was answered: that is another claim', () => {
    expect(says(...asks.slice(0, 3))).toEqual([])
  })

  test.each<[string, EntryBody[]]>([
    ['the gateway went down', [{ kind: 'gateway-exited', code: 0, signal: null, asked: true }]],
    ['the client was away', [{ kind: 'client-disconnected', detail: '1006' }]],
    ['its connection had stalled', [{ kind: 'line-stalled', client: 'main', direction: 'both' }]],
    ['it was stopped', stopped('m2')],
  ])('passes for none when %s', (_, bodies) => {
    const [sent, ack, ...rest] = asks as [EntryBody, EntryBody, ...EntryBody[]]
    expect(says(sent, ack, ...bodies, ...rest, answered)).toEqual([])
  })

  test('fails for none when the client was back and told of a later run before the gateway went down', () => {
    const [sent, ack, ...rest] = asks as [EntryBody, EntryBody, ...EntryBody[]]
    const away: EntryBody = { kind: 'client-disconnected', detail: '1006' }
    const back: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' }
    const next = [
      ...accepted('m2', 'and?'),
      asked(1, 1, turns('u:compare', 'a:all alike', 'u:and?')),
      ...reply(1, 'yes'),
    ]
    const restarted = [exited('SIGTERM'), ...started, back]
    const both = shown('u:compare', 'a:all alike', 'u:and?', 'a:yes')
    const told = (...between: EntryBody[]) => says(sent, ack, ...rest, away, ...between, both)
    expect(told(back, ...next, saw('r-m2', 'yes'), ...restarted)).toEqual([
      'the client was never told that the run of "compare" had ended',
    ])
    expect(told(back, ...restarted, ...next, saw('r-m2', 'yes'))).toEqual([])
  })

  test('passes for none when the message was answered with another, and fails when it had an answer of its own', () => {
    const both = [...accepted('m1', 'compare'), ...accepted('m2', 'and?')]
    const joined = [asked(0, 1, turns('u:compare', 'u:and?')), ...reply(0, 'all alike'), saw('r-m2', 'all alike')]
    const shownToo = shown('u:compare', 'u:and?', 'a:all alike')
    expect(says(...both, ...joined, shownToo)).toEqual([])
    const own = [asked(0, 0, turns('u:compare')), ...reply(0, 'all alike'), saw('r-m2', 'yes')]
    expect(says(...both, ...own, answered)).toEqual(['the client was never told that the run of "compare" had ended'])
  })

  test('says nothing of none before the gateway is at rest', () => {
    const busy: EntryBody = { kind: 'settled', ms: 45_000, waitingFor: 'session main' }
    expect(repliesOnce.judge(evidenceOf(record(...asks, answered, busy))).verdict).toBe('pass')
    expect(repliesOnce.judge(evidenceOf(record(...asks, answered))).verdict).toBe('inconclusive')
  })
})

describe('a reply', () => {
  test('fails when it comes again as the end of another run', () => {
    const { findings } = judge(...asks, saw('r-m1', 'all alike'), saw('recovered', 'all alike'))
    expect(findings[0]).toMatchObject({
      says: 'the reply "all alike" reached the client as the end of 2 runs, and the model gave it once',
      entries: [3, 5, 6],
    })
  })

  test('passes when it comes as the end of another run only, as after a restart', () => {
    expect(says(...asks, saw('recovered', 'all alike'))).toEqual([])
  })

  test('passes when it ends the runs of messages that were answered together, each once', () => {
    const both = [...accepted('m2', 'and?'), ...asks, saw('r-m1', 'all alike'), saw('r-m2', 'all alike')]
    expect(says(...both)).toEqual([])
  })

  test('passes when the model gave it twice, or in another session', () => {
    const again = [...accepted('m2', 'and?'), asked(1, 1, turns('u:and?')), ...reply(1, 'all alike')]
    expect(says(...asks, saw('r-m1', 'all alike'), ...again, saw('recovered', 'all alike'))).toEqual([])
    expect(says(...asks, saw('r-m1', 'all alike'), saw('other', 'all alike', { session: 'side' }))).toEqual([])
  })
})
