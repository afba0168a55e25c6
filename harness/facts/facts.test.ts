import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, finished, ran, record, reply, saw, stopped, turns } from '../record/example.ts'
import { factsOf } from './facts-of.ts'
import { heldCalls } from './tools.ts'

const call = { id: 'x1', tool: 'a' }

describe('a request belongs to', () => {
  const talk = [...accepted('m0', 'compare'), ...accepted('m1', 'count', 'other')]

  test('the message whose words its place in the script has', () => {
    const facts = factsOf(record(...talk, { ...asked(0, 7, turns('u:count')), says: 'count' } as never))
    expect(facts.requests.all[0]).toMatchObject({ session: 'other', conversation: 'other', message: { text: 'count' } })
    expect(facts.entries.at(-1)).toMatchObject({ message: 'm1', session: 'other', run: 'r-m1' })
  })

  test('the message with its number in a record of format 1', () => {
    expect(factsOf(record(...talk, asked(0, 1, turns('u:count')))).requests.all[0]?.session).toBe('other')
  })

  test('a task where no person said its words', () => {
    const facts = factsOf(record(...talk, { ...asked(0, 2, turns('u:herd')), says: 'herd' } as never))
    expect(facts.requests.all[0]).toMatchObject({ conversation: 'task "herd"', session: undefined, isSide: false })
  })

  test('nothing where the script has no place for it', () => {
    const scenario = { title: 'x', steps: [] }
    const started = { kind: 'run-started', run: 'r', scenario, gateway: { name: 'g', version: '1' } } as never
    const side = { ...asked(0, 0, turns('u:a title for: compare')), turn: null } as never
    expect(factsOf(record(started, ...talk, side)).requests.all[0]?.isSide).toBe(true)
  })
})

test('requests of live traffic belong together by words, by ids and by their beginning', () => {
  const live = (request: number, ...short: string[]) => ({ ...asked(request, 0, turns(...short)), turn: null }) as never
  const facts = factsOf(
    record(
      live(0, 'u:hello'),
      ...reply(0, '', call),
      live(1, 'u:hello', 'a+x1', 'u=x1:done'),
      live(2, 'u:another day'),
      live(3, 'u:summary so far', 'a+x1', 'u=x1:done'),
    ),
  )
  expect(facts.requests.all.map(({ conversation }) => conversation)).toEqual([
    'conversation 1',
    'conversation 1',
    'conversation 2',
    'conversation 1',
  ])
})

test('a tool and its reports belong to the newest delivery of their call', () => {
  const facts = factsOf(
    record(
      ...accepted('m0', 'compare'),
      asked(0, 0, turns('u:compare')),
      ...reply(0, '', call),
      ...ran('x1', 'a', 7),
      ...finished('x1', 'a', 'a returned 1'),
    ),
  )
  const [made] = facts.calls.all
  expect(made?.starts.map(({ pid }) => pid)).toEqual([7])
  expect(made?.ends.map(({ text }) => text)).toEqual(['a returned 1'])
  expect(made?.reports.map(({ phase }) => phase)).toEqual(['started', 'ended'])
  expect(facts.entries.find(({ kind }) => kind === 'tool-ended')).toMatchObject({ session: 'main', request: 0 })
})

test('the report of an end belongs to the call whose start the client was told of, also where a later one has its id', () => {
  const told = (client: string, phase: 'started' | 'ended') =>
    ({ kind: 'tool-reported', client, session: 'main', call: 'x1', phase }) as const
  const facts = factsOf(
    record(
      ...accepted('m0', 'compare'),
      asked(0, 0, turns('u:compare')),
      ...reply(0, '', call),
      told('one', 'started'),
      told('two', 'started'),
      told('one', 'ended'),
      asked(1, 0, turns('u:compare', 'a+x1', 'u=x1:done')),
      ...reply(1, '', { id: 'x1', tool: 'b' }),
      told('two', 'ended'),
      told('two', 'ended'),
    ),
  )
  expect(facts.calls.all.map(({ tool, reports }) => [tool, reports.length])).toEqual([
    ['a', 4],
    ['b', 1],
  ])
})

test('stops, ends and lives are found where they belong', () => {
  const facts = factsOf(
    record(
      { kind: 'gateway-started', pid: 1 },
      ...accepted('m0', 'compare'),
      ...stopped('s0'),
      saw('r-m0', 'stopped', { what: 'aborted' }),
      { kind: 'gateway-exited', code: 0, signal: null, asked: true },
    ),
  )
  expect(facts.messages.stopsIn('main').map(({ ack }) => ack)).toEqual([4])
  expect(facts.endsOf('r-m0').map(({ what }) => what)).toEqual(['aborted'])
  expect(facts.lives.isStopped).toBe(true)
  expect(facts.lives.exitedBetween(0, 6)).toBe(false)
  expect(facts.lives.exitedBetween(0, 7)).toBe(true)
})

test('a tool is held for its run until that is stopped, and not when another run of the session is', () => {
  const run = [
    ...accepted('m0', 'compare'),
    { ...asked(0, 0, turns('u:compare')), says: 'compare' } as never,
    ...reply(0, '', call),
    ...ran('x1', 'a', 1),
  ]
  const held = (...more: ReturnType<typeof stopped>) => heldCalls(factsOf(record(...run, ...more)), ['x1']).length
  const [order, answer] = stopped('m1')
  expect(held()).toBe(1)
  expect(held({ ...order, run: 'r-other' } as never, answer as never)).toBe(1)
  expect(held({ ...order, run: 'r-m0' } as never, answer as never)).toBe(0)
  expect(held(...stopped('m1'))).toBe(0)
})

test('a tool that was started twice for one call is held until both have ended', () => {
  const run = [...accepted('m0', 'compare'), asked(0, 0, turns('u:compare')), ...reply(0, '', call)]
  const both = [...ran('x1', 'a', 1), ...ran('x1', 'a', 2)]
  const held = (...more: EntryBody[]) => heldCalls(factsOf(record(...run, ...both, ...more)), ['x1']).length > 0
  expect(held(...finished('x1', 'a', 'one'))).toBe(true)
  expect(held(...finished('x1', 'a', 'one'), ...finished('x1', 'a', 'two'))).toBe(false)
})
