import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  exited,
  finished,
  history,
  liberties,
  ran,
  record,
  reply,
  saw,
  started,
  stopped,
  turns,
} from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { repliesTrue } from './replies-true.ts'

const said = 'the first is larger, and the second is older'
const asks = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'))]
const answered = [...asks, ...reply(0, said)]
const verdictBy = (profile: Profile, ...bodies: EntryBody[]) =>
  repliesTrue.judge(evidenceOf(record(...bodies, ...atRest), profile)).verdict
const verdictOf = (...bodies: EntryBody[]) => verdictBy(plainProfile, ...bodies)
const findingOf = (...bodies: EntryBody[]) => repliesTrue.judge(evidenceOf(record(...bodies, ...atRest))).findings[0]

test('passes when the client is shown what the model said', () => {
  expect(verdictOf(...answered, saw('r-m1', said))).toBe('pass')
  expect(verdictOf(...answered, saw('r-m1', `${said}\n`))).toBe('pass')
})

describe('fails when the client is shown', () => {
  test.each([
    ['half of it', said.slice(0, 20)],
    ['its second half', said.slice(20)],
    ['it twice', said + said],
    ['it twice, in lines of its own', `${said}\n${said}`],
    ['it without a piece in the middle', said.replace('and the second ', '')],
    ['it with one word changed', said.replace('second', 'third')],
    ['something that nobody said', 'it is raining'],
    ['the words of the person', 'compare'],
  ])('%s', (_, shown) => {
    expect(verdictOf(...answered, saw('r-m1', shown))).toBe('fail')
  })

  test.each([
    ['latin letters with accents', 'Köln is larger, naïvely counted', 'KÃ¶ln is larger, naÃ¯vely counted'],
    ['a character of three bytes', 'the price is 5 € for each', 'the price is 5 ��� for each'],
    ['an emoji cut in two', 'they agree 🎉 at last', 'they agree \ud83c at last'],
    ['letters that are left out', '北京比上海大', '比'],
  ])('%s garbled', (_, right, wrong) => {
    const bodies = [...asks, ...reply(0, right)]
    expect(verdictOf(...bodies, saw('r-m1', right))).toBe('pass')
    expect(verdictOf(...bodies, saw('r-m1', wrong))).toBe('fail')
  })

  test('the reply of another run', () => {
    const two = [...answered, saw('r-m1', said), ...accepted('m2', 'and?'), asked(1, 1, turns('u:compare', 'u:and?'))]
    const other = [...two, ...reply(1, 'nothing more')]
    expect(verdictOf(...other, saw('r-m2', 'nothing more'))).toBe('pass')
    expect(verdictOf(...other, saw('r-m2', said))).toBe('fail')
  })

  test('the reply of another session', () => {
    const side = [...accepted('m2', 'and?', 'side'), asked(1, 1, turns('u:and?')), ...reply(1, 'nothing more at all')]
    const both = [...answered, ...side, saw('r-m1', said)]
    expect(verdictOf(...both, saw('r-m2', 'nothing more at all', { session: 'side' }))).toBe('pass')
    expect(verdictOf(...both, saw('r-m2', said, { session: 'side' }))).toBe('fail')
  })

  test('a reply before the model had said it', () => {
    expect(verdictOf(...asks, saw('r-m1', said), ...reply(0, said))).toBe('fail')
  })

  test('half of a reply that was cut, as if it were the answer', () => {
    const cut: EntryBody[] = [
      { kind: 'provider-replying', request: 0, status: 200, text: said, calls: [] },
      { kind: 'provider-broke', request: 0 },
      { kind: 'provider-replied', request: 0, end: 'broken' },
    ]
    expect(verdictOf(...asks, ...cut, saw('r-m1', said.slice(0, 20)))).toBe('fail')
    expect(verdictOf(...asks, ...cut, saw('r-m1', 'the stream broke', { what: 'error' }))).toBe('pass')
  })
})

test('says what was said and what was shown', () => {
  expect(findingOf(...answered, saw('r-m1', said.slice(0, 20)))).toMatchObject({
    expected: said,
    actual: said.slice(0, 20).trim(),
  })
})

describe('an answer that reaches nobody', () => {
  test('fails, though the run has ended with nothing', () => {
    expect(verdictOf(...answered, saw('r-m1', ''), history(turns('u:compare')))).toBe('fail')
  })

  test('fails where the history lacks it, too, and passes where a client that was away finds it there', () => {
    expect(verdictOf(...answered, history(turns('u:compare')))).toBe('fail')
    const away: EntryBody = { kind: 'client-disconnected', detail: '1006' }
    expect(verdictOf(...asks, away, ...reply(0, said), history(turns('u:compare', `a:${said}`)))).toBe('pass')
  })

  test('fails for a reply that ran out of tokens, though the run has ended with an error', () => {
    const told = saw('r-m1', 'the model gave no answer', { what: 'error' })
    expect(verdictOf(...answered, told, history(turns('u:compare')))).toBe('fail')
  })

  test('passes when the person stopped it, or the gateway went down', () => {
    expect(verdictOf(...asks, ...stopped('s'), ...reply(0, said), saw('r-m1', '', { what: 'aborted' }))).toBe('pass')
    expect(verdictOf(...answered, exited('SIGKILL'), ...started)).toBe('pass')
    const told = [saw('r-m1', 'the pipe was closed', { what: 'error' }), exited('SIGKILL'), ...started]
    expect(verdictOf(...answered, ...told, history(turns('u:compare')))).toBe('pass')
  })

  test('passes when the gateway went down as it came, and fails when it went down only after a rest', () => {
    const restarted = [exited('SIGKILL'), ...started]
    const told = [saw('r-m1', 'there was a restart; ask again', { what: 'error' }), history(turns('u:compare'))]
    expect(verdictOf(...answered, ...restarted, ...told)).toBe('pass')
    expect(verdictOf(...answered, ...atRest, ...restarted, ...told)).toBe('fail')
    const next = [...accepted('m2', 'and?'), asked(1, 1, turns('u:compare', 'u:and?')), ...reply(1, 'alike')]
    expect(verdictOf(...answered, ...next, ...restarted, ...told, saw('r-m2', 'alike'))).toBe('fail')
  })

  test('cannot be told without a history', () => {
    expect(verdictOf(...answered)).toBe('pass')
  })

  test('says nothing before the end', () => {
    expect(repliesTrue.judge(evidenceOf(record(...answered))).findings).toEqual([])
  })
})

describe('words of the gateway itself', () => {
  const notice = '⚠️ trying again in 2 s'
  const shown = (...profile: Parameters<typeof liberties>) =>
    verdictBy(liberties(...profile), ...asks, saw('r-m1', notice), ...reply(0, said), saw('r-m1', said))

  test('are lawful where it says so, in its words only', () => {
    expect(shown('shows-notices')).toBe('pass')
    expect(shown({ name: 'shows-notices', pattern: '^⚠️ trying again' })).toBe('pass')
    expect(shown({ name: 'shows-notices', pattern: '^all is well' })).toBe('fail')
    expect(shown()).toBe('fail')
  })

  test('excuse no half of a reply', () => {
    const half = saw('r-m1', said.slice(0, 20))
    expect(verdictBy(liberties({ name: 'shows-notices', pattern: '^⚠️' }), ...answered, half)).toBe('fail')
    expect(verdictBy(liberties('shows-notices'), ...answered, half)).toBe('fail')
  })

  test('may stand beside a whole reply, and beside nothing less', () => {
    const profile = liberties({ name: 'shows-notices', pattern: '^⚠️' })
    expect(verdictBy(profile, ...answered, saw('r-m1', `${said}\n\n${notice}`))).toBe('pass')
    expect(verdictBy(profile, ...answered, saw('r-m1', `${said.slice(0, 20)}\n\n${notice}`))).toBe('fail')
  })

  test('are no reply when they are told as an error or an abort', () => {
    expect(verdictOf(...asks, saw('r-m1', notice, { what: 'error' }))).toBe('pass')
  })
})

/** The same entry of a reply that broke off. */
function brokenOff(body: EntryBody): EntryBody {
  return body.kind === 'provider-replied' ? { ...body, end: 'broken' } : body
}

describe('texts beside calls', () => {
  const batch = [
    ...asks,
    ...reply(0, 'let me look', { id: 'x', tool: 'a' }),
    ...ran('x', 'a', 1),
    ...finished('x', 'a', 'a returned one'),
    asked(1, 0, turns('u:compare', 'a:let me look|+x', 'u=x:a returned one')),
  ]

  test('are joined to the reply by a gateway that says so', () => {
    const joined = [...batch, ...reply(1, said), saw('r-m1', `let me look\n\n${said}`)]
    expect(verdictBy(liberties('joins-replies'), ...joined)).toBe('pass')
    expect(verdictOf(...joined)).toBe('fail')
    const twice = [...batch, ...reply(1, said), saw('r-m1', `let me look\n\n${said}\n\n${said}`)]
    expect(verdictBy(liberties('joins-replies'), ...twice)).toBe('fail')
  })

  test('may stand before the reply as far as they came, if theirs broke off', () => {
    const retried = [
      ...asks,
      ...reply(0, 'let me look').map(brokenOff),
      asked(1, 0, turns('u:compare')),
      ...reply(1, said),
    ]
    expect(verdictBy(liberties('joins-replies'), ...retried, saw('r-m1', `let me${said}`))).toBe('pass')
    expect(verdictBy(liberties('joins-replies'), ...retried, saw('r-m1', `me look${said}`))).toBe('fail')
    expect(verdictOf(...retried, saw('r-m1', `let me${said}`))).toBe('fail')
  })

  test('are a reply of their own for a gateway that says so', () => {
    const own = [...batch.slice(0, -1), saw('r-m1', 'let me look'), ...batch.slice(-1), ...reply(1, said)]
    expect(verdictBy(liberties('shows-texts-beside-calls'), ...own, saw('r-m1', said))).toBe('pass')
    expect(verdictOf(...own, saw('r-m1', said))).toBe('fail')
  })
})

test('messages that were answered together are each shown the answer', () => {
  const both = [...accepted('m1', 'compare'), ...accepted('m2', 'and?')]
  const one = [...both, asked(0, 1, turns('u:compare', 'u:and?')), ...reply(0, said)]
  expect(verdictOf(...one, saw('r-m1', said), saw('r-m2', said))).toBe('pass')
})

test('a message that another run took in is answered beside that run’s own answer, and its own run shows nothing', () => {
  const both = [
    ...answered,
    ...accepted('m2', 'and?'),
    asked(1, 1, turns('u:compare', `a:${said}`, 'u:and?')),
    ...reply(1, 'yes'),
  ]
  const joined = saw('r-m1', `${said}\n\nyes`)
  expect(verdictBy(liberties('joins-answers'), ...both, saw('r-m2', ''), joined)).toBe('pass')
  expect(verdictOf(...both, saw('r-m2', ''), joined)).toBe('fail')
  // with a reply of its own, the other has no business in this one
  expect(verdictBy(liberties('joins-answers'), ...both, saw('r-m2', 'yes'), joined)).toBe('fail')
})

test('an answer that nobody had been shown when the next message came may be given up, by a gateway that says so', () => {
  const next = [...accepted('m2', 'and?'), asked(1, 1, turns('u:compare', 'u:and?')), ...reply(1, 'yes')]
  const givenUp = [...answered, ...next, saw('r-m1', 'yes'), saw('r-m2', 'yes')]
  expect(verdictBy(liberties('gives-up-answers'), ...givenUp)).toBe('pass')
  expect(verdictOf(...givenUp)).toBe('fail')
  const shown = [...answered, saw('r-m1', said), ...next, saw('r-m1', 'yes')]
  expect(verdictBy(liberties('gives-up-answers'), ...shown)).toBe('fail')
})

test('the summary of a compaction is no reply of the model', () => {
  const compacted: EntryBody[] = [
    { kind: 'client-sent', message: 's', session: 'main', what: 'compact', text: '/compact' },
    { kind: 'client-acknowledged', message: 's', ok: true, detail: '', run: 'r-s' },
    saw('r-s', 'compacted 12 messages'),
  ]
  expect(verdictOf(...answered, saw('r-m1', said), ...compacted)).toBe('pass')
})
