import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { Entry, EntryBody, EntryOf, SessionState } from '../record/entry.ts'
import { accepted, asked, finished, ran, record, reply, saw, turns } from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { statementsHonest } from './statements-honest.ts'

/** A gateway of few words. */
const profile: Profile = {
  ...plainProfile,
  lexicon: {
    ...plainProfile.lexicon,
    phrases: [
      { phrase: '^skipped', means: 'never ran', from: 'test' },
      { phrase: '^aborted', means: 'is over', from: 'test' },
      { phrase: 'exited with 0$', means: 'has succeeded', from: 'test' },
      { phrase: '^still at it', means: 'still runs', from: 'test' },
    ],
  },
}
const made = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare')), ...reply(0, '', { id: 'x', tool: 'a' })]
const ends = (end: EntryOf<'tool-ended'>['end']): EntryBody => ({
  kind: 'tool-ended',
  call: 'x',
  tool: 'a',
  end,
  text: '',
})
const says = (text: string) => asked(1, 0, turns('u:compare', 'a+x', `u=x:${text}`))
const judge = (...bodies: EntryBody[]) => statementsHonest.judge(evidenceOf(record(...bodies), profile))

/** The same record, but from entry `n` on everything comes `ms` later. */
function delayed(entries: Entry[], n: number, ms: number): Entry[] {
  return entries.map((entry) => (entry.n < n ? entry : { ...entry, at: entry.at + ms }))
}

describe('the result of a call', () => {
  test('passes when it is what the tool returned, or claims nothing of the tool', () => {
    expect(judge(...made, ...ran('x', 'a', 1), ...finished('x', 'a', 'nonce'), says('nonce')).verdict).toBe('pass')
    expect(judge(...made, ...ran('x', 'a', 1), ends('gone'), says('nothing is known')).verdict).toBe('pass')
    expect(judge(...made, says('skipped for a message')).verdict).toBe('pass')
  })

  test('fails when it says that a tool never ran that did', () => {
    const { verdict, findings } = judge(...made, ...ran('x', 'a', 7), says('skipped for a message'))
    expect(verdict).toBe('fail')
    expect(findings).toEqual([
      {
        says: 'request 2 says that tool a never ran, and it ran as pid 7',
        expected: 'nothing else than that it ran as pid 7',
        actual: '"skipped for a message"',
        entries: [6, 7],
        excerpt: ['the result of call x: "skipped for a message"'],
      },
    ])
  })

  test('is found where it is stored or shown, too, and told once', () => {
    const wrong = turns('u:compare', 'a+x', 'u=x:skipped for a message')
    const stored: EntryBody = { kind: 'transcript-stored', session: 'main', source: 's.jsonl', turns: wrong }
    const shown: EntryBody = { kind: 'history-seen', session: 'main', turns: wrong }
    const { findings } = judge(...made, ...ran('x', 'a', 7), stored, shown)
    expect(findings.map((finding) => finding.says)).toEqual(['s.jsonl says that tool a never ran, and it ran as pid 7'])
  })

  test('fails when it says that a tool has succeeded that was killed', () => {
    const bodies = [...made, ...ran('x', 'a', 7), ends('gone'), says('exited with 0')]
    expect(judge(...bodies).findings[0]?.says).toBe('request 2 says that tool a has succeeded, and it has been killed')
    expect(judge(...made, ...ran('x', 'a', 7), ends('finished'), says('exited with 0')).verdict).toBe('pass')
  })

  test('fails when it says that a tool is over that goes on to finish, after more than a moment', () => {
    const bodies = [...made, ...ran('x', 'a', 7), says('aborted by SIGTERM'), ...finished('x', 'a', 'late')]
    expect(judge(...bodies).verdict).toBe('pass')
    const { findings } = statementsHonest.judge(evidenceOf(delayed(record(...bodies), 8, 20_000), profile))
    expect(findings[0]?.says).toBe('request 2 says that tool a is over, and it ran on and finished 20 s later')
  })

  test('fails when it says that a tool still runs that had ended long before', () => {
    const still = 'still at it, as pid 7'
    const bodies = [...made, ...ran('x', 'a', 7), ...finished('x', 'a', 'done'), says(still)]
    expect(judge(...bodies).verdict).toBe('pass')
    const { findings } = statementsHonest.judge(evidenceOf(delayed(record(...bodies), 9, 20_000), profile))
    expect(findings[0]?.says).toBe('request 2 says that tool a still runs, and it had ended 20 s before')
  })

  test('says nothing of an id that the model used twice', () => {
    const again = [asked(2, 0, turns('u:compare')), ...reply(2, '', { id: 'x', tool: 'a' })]
    expect(judge(...made, ...again, ...ran('x', 'a', 7), says('skipped for a message')).verdict).toBe('pass')
  })
})

test('fails when a client is told of an abort, and the tool goes on to finish', () => {
  const bodies = [...made, ...ran('x', 'a', 7), saw('r-m1', '', { what: 'aborted' }), ...finished('x', 'a', 'late')]
  expect(judge(...bodies).verdict).toBe('pass')
  const { findings } = statementsHonest.judge(evidenceOf(delayed(record(...bodies), 8, 20_000), profile))
  expect(findings[0]).toEqual({
    says: 'the client was told that the run was aborted, and its tool a ran on and finished 20 s later',
    expected: 'tool a ends with its run',
    actual: 'it ran on and finished 20 s later',
    entries: [6, 7, 9],
    excerpt: ['session main saw: aborted "" (run r-m1)'],
  })
  const resisted: EntryBody = { kind: 'tool-resisted', call: 'x', tool: 'a' }
  expect(statementsHonest.judge(evidenceOf(delayed(record(...bodies, resisted), 8, 20_000), profile)).verdict).toBe(
    'pass',
  )
})

describe('the status of a session', () => {
  const seen = (state: Partial<SessionState>): EntryBody[] => [
    { kind: 'sessions-seen', sessions: [{ session: 'main', running: false, status: '', ...state }] },
    { kind: 'tools-alive', calls: ['x'] },
  ]

  test('fails when it is idle while a tool of its run is at work', () => {
    const { findings } = judge(...made, ...ran('x', 'a', 7), ...seen({ idle: true }))
    expect(findings[0]?.says).toBe('session main is said to be idle, while tool a of its run is at work')
  })

  test('is judged at every look, by the tools that were at work then', () => {
    const idle = seen({ idle: true }).slice(0, 1)
    const during = [...made, ...ran('x', 'a', 7), ...idle, ...finished('x', 'a', 'done'), saw('r-m1', 'ok')]
    expect(judge(...during, ...seen({ idle: true })).findings).toEqual([
      {
        says: 'session main is said to be idle, while tool a of its run is at work',
        expected: 'session main runs, since tool a does (pid 7)',
        actual: 'status: ',
        entries: [6, 7],
        excerpt: ['status: '],
      },
    ])
    const over = [...made, ...ran('x', 'a', 7), ...finished('x', 'a', 'done'), ...idle]
    expect(judge(...over, saw('r-m1', 'ok')).verdict).toBe('pass')
  })

  test('passes when the tool may have started only after the gateway had answered', () => {
    const state = { session: 'main', running: false, idle: true, status: '' } as const
    const look = (since: number): EntryBody => ({ kind: 'sessions-seen', sessions: [state], since })
    const [reported, started] = ran('x', 'a', 7) as [EntryBody, EntryBody]
    expect(judge(...made, reported, started, look(6)).verdict).toBe('pass')
    expect(judge(...made, reported, started, look(7)).verdict).toBe('fail')
  })

  test('passes when it is running, does not say, or the run has ended', () => {
    expect(judge(...made, ...ran('x', 'a', 7), ...seen({ running: true })).verdict).toBe('pass')
    expect(judge(...made, ...ran('x', 'a', 7), ...seen({})).verdict).toBe('pass')
    const over = [...made, ...ran('x', 'a', 7), saw('r-m1', 'done'), ...seen({ idle: true })]
    expect(judge(...over).verdict).toBe('pass')
  })

  test('passes when the tool at work is that of another session, whose call has the same id', () => {
    const side = [...accepted('m2', 'rivers', 'side'), asked(1, 1, turns('u:rivers'))]
    const over = [...made, ...ran('x', 'a', 6), ...finished('x', 'a', 'done'), saw('r-m1', 'done')]
    const both = [...over, ...side, ...reply(1, '', { id: 'x', tool: 'b' }), ...ran('x', 'b', 7, 'side')]
    expect(judge(...both, ...seen({ idle: true })).verdict).toBe('pass')
  })
})
