import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, finished, ran, record, reply, saw, turns } from '../record/example.ts'
import { sessionsApart } from './sessions-apart.ts'

const call = { id: 'toolu_01mainQ', tool: 'a' }
const main = [
  ...accepted('m1', 'compare three companies'),
  asked(0, 0, turns('u:compare three companies')),
  ...reply(0, '', call),
  ...ran(call.id, 'a', 1),
  ...finished(call.id, 'a', 'a returned nonce1'),
  asked(1, 0, turns('u:compare three companies', 'a+toolu01mainQ', 'u=toolu01mainQ:a returned nonce1')),
  ...reply(1, 'the companies are alike'),
  saw('r-m1', 'the companies are alike'),
]
const side = accepted('m2', 'describe four rivers', 'side')
const askedAside = (...short: string[]) => asked(2, 1, turns('u:describe four rivers', ...short))
const judge = (...bodies: EntryBody[]) =>
  sessionsApart.judge(evidenceOf(record(...main, ...side, ...bodies, ...atRest)))
const says = (...bodies: EntryBody[]) => judge(...bodies).findings.map((finding) => finding.says)

test('passes when each session has its own, however often', () => {
  const later = [...accepted('m3', 'still there?'), asked(3, 2, turns('u:compare three companies', 'u:still there?'))]
  expect(judge(askedAside(), ...reply(2, 'they are long'), ...later).verdict).toBe('pass')
})

test('passes when a call of the other session has the same id, and a result of its own', () => {
  const own = 'b returned nonce2'
  const same = [
    askedAside(),
    ...reply(2, '', { id: call.id, tool: 'b' }),
    ...ran(call.id, 'b', 2, 'side'),
    ...finished(call.id, 'b', own, 'side'),
    asked(3, 1, turns('u:describe four rivers', 'a+toolu01mainQ', `u=toolu01mainQ:${own}`)),
  ]
  expect(judge(...same).verdict).toBe('pass')
})

describe('fails for', () => {
  test.each([
    ["another session's message", 'u:compare three companies', 'what a person said "compare three companies"'],
    ["another session's reply", 'a:the companies are alike', 'what the model said "the companies are alike"'],
    ["another session's result", 'u=z:a returned nonce1', 'the result of a tool "a returned nonce1"'],
    ["another session's call, its id rewritten", 'a+toolu01mainQ', 'the id of a call "toolu01mainQ"'],
  ])('%s in a request', (_, turn, mark) => {
    const { verdict, findings } = judge(askedAside(turn))
    expect(verdict).toBe('fail')
    expect(findings[0]?.says).toBe('request 3 of session side shows what belongs to session main')
    expect(findings[0]?.entries).toContain(16)
    expect(findings[0]?.excerpt[0]).toContain(mark)
  })

  test('what is stored, or shown to a client', () => {
    const leaked = turns('u:describe four rivers', 'a:the companies are alike')
    const stored: EntryBody = { kind: 'transcript-stored', session: 'side', source: 's.jsonl', turns: leaked }
    expect(says(stored)).toEqual(['s.jsonl of session side shows what belongs to session main'])
    const history: EntryBody = { kind: 'history-seen', session: 'side', turns: leaked }
    expect(says(history)).toEqual(['the history of session side shows what belongs to session main'])
    const end = saw('r-m2', 'the companies are alike', { session: 'side' })
    expect(says(end)).toEqual(['the end (reply) of session side shows what belongs to session main'])
  })

  test('a tool that is told of in another session', () => {
    const own = { id: 'toolu_02sideQ', tool: 'b' }
    const [report] = ran(own.id, 'b', 2, 'main')
    expect(says(askedAside(), ...reply(2, '', own), report as EntryBody)).toEqual([
      'tool b of session side was reported in session main',
    ])
  })

  test('the end of a run that is shown in another session', () => {
    const { findings } = judge(saw('r-m1', '', { what: 'aborted', session: 'side' }))
    expect(findings).toEqual([
      {
        says: 'the end of a run of session main was shown in session side',
        expected: 'the end in session main',
        actual: 'aborted "" in session side',
        entries: [0, 16],
        excerpt: ['"compare three companies" was accepted as run r-m1'],
      },
    ])
  })
})

test('the end of a run that names no session shows nothing of sessions', () => {
  expect(judge(saw('r-m1', 'the companies are alike', { session: '' })).verdict).toBe('pass')
})

test('a report that names no session shows nothing of sessions', () => {
  const own = { id: 'toolu_02sideQ', tool: 'b' }
  const [report] = ran(own.id, 'b', 2, '')
  expect(says(askedAside(), ...reply(2, '', own), report as EntryBody)).toEqual([])
})

test('short words, and words that both sessions have said, prove nothing', () => {
  const both = [askedAside(), ...reply(2, 'the companies are alike, and so are the rivers')]
  const next = asked(3, 1, turns('u:describe four rivers', 'a:the companies are alike, and so are the rivers'))
  expect(says(...both, next)).toEqual([])
  expect(says(...accepted('m3', 'go on'), asked(3, 1, turns('u:describe four rivers', 'u:go on')))).toEqual([])
})

test('sessions may share the ids of their calls: each result is its own session’s', () => {
  const own = { id: call.id, tool: 'b' }
  const shared = [askedAside(), ...reply(2, '', own), ...ran(own.id, 'b', 2, 'side')]
  const result = finished(own.id, 'b', 'b returned nonce2', 'side')
  const next = asked(3, 1, turns('u:describe four rivers', 'a+toolu01mainQ', 'u=toolu01mainQ:b returned nonce2'))
  expect(says(...shared, ...result, next)).toEqual([])
  const leaked = asked(4, 1, turns('u:describe four rivers', 'u=toolu01mainQ:a returned nonce1'))
  expect(says(...shared, ...result, leaked)).toEqual(['request 5 of session side shows what belongs to session main'])
})

test('passes when the model asks the gateway itself for what its sessions say', () => {
  const list = { id: 'toolu_03listQ', tool: 'sessions', name: 'sessions_list', input: { limit: 5 } }
  const told = 'u=toolu03listQ:main: compare three companies, answered: the companies are alike'
  const next = asked(3, 1, turns('u:describe four rivers', 'a+toolu03listQ', told))
  expect(says(askedAside(), ...reply(2, '', list), next)).toEqual([])
  const gated = { ...list, input: { command: 'gate toolu_03listQ' } }
  expect(says(askedAside(), ...reply(2, '', gated), next)).not.toEqual([])
})

test('a session that is not the scenario’s may hold anything', () => {
  const helper = turns('u:compare three companies')
  expect(says({ kind: 'transcript-stored', session: 'heartbeat', source: 'h', turns: helper })).toEqual([])
})

test('one session has nothing to be kept apart from', () => {
  expect(sessionsApart.judge(evidenceOf(record(...main))).verdict).toBe('pass')
})
