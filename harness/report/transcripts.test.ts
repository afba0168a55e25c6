import { expect, test } from 'vitest'
import { accepted, asked, record, reply, turns } from '../record/example.ts'
import { lostResult } from './example.ts'
import { transcriptsOf } from './transcripts.ts'

const none = { all: new Set<number>(), lost: new Set<number>() }

const short = (piece: { block: object; wrong: string | null } | null) =>
  piece && [...Object.values(piece.block).slice(1, 3), ...(piece.wrong === null ? [] : [piece.wrong])].join(' ')

test('what is stored stands beside what was sent of it, with orphans marked', () => {
  const [main] = transcriptsOf(lostResult(), none)
  expect(main?.rows.map(({ stored, sent }) => [short(stored), short(sent)])).toEqual([
    ['compare', 'compare'],
    ['call1 exec no result', 'call1 exec no result'],
    ['call2 exec', 'call2 exec'],
    ['call2 b returned 2', 'call2 b returned 2'],
    ['still there?', 'still there?'],
    ['yes', null],
  ])
  expect(main?.rows[1]?.stored?.tool).toBe('a')
})

test('a result that says something else is told from one that is the same', () => {
  const entries = record(
    ...accepted('m', 'go'),
    asked(0, 0, turns('u:go')),
    ...reply(0, '', { id: 'c_1', tool: 'a' }),
    asked(1, 0, turns('u:[Sat] go', 'a+c1', 'u=c1:invented')),
    { kind: 'transcript-stored', session: 'main', source: 's', turns: turns('u:go', 'a+c_1', 'u=c_1:real') },
  )
  expect(transcriptsOf(entries, none)[0]?.rows.map(({ same }) => same)).toEqual([true, true, false])
})

test('of several requests the one in which a pair is broken is shown, and else the last', () => {
  expect(transcriptsOf(lostResult(), none)[0]?.sent?.request).toBe(1)
  const two = [asked(0, 0, turns('u:go')), asked(1, 0, turns('u:go', 'a:hi'))]
  expect(transcriptsOf(record(...accepted('m', 'go'), ...two), none)[0]?.sent?.request).toBe(1)
})

test('a call is named by the tool of its session, though another session has the same id', () => {
  const entries = record(
    ...accepted('m', 'go'),
    asked(0, 0, turns('u:go')),
    ...reply(0, '', { id: 'c1', tool: 'a' }),
    ...accepted('s', 'run', 'side'),
    asked(1, 1, turns('u:run')),
    ...reply(1, '', { id: 'c1', tool: 'b' }),
    { kind: 'transcript-stored', session: 'side', source: 's', turns: turns('u:run', 'a+c1') },
  )
  const side = transcriptsOf(entries, none).find(({ session }) => session === 'side')
  expect(side?.rows[1]?.stored?.tool).toBe('b')
})
