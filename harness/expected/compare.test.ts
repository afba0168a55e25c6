import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  begun,
  failed,
  finished,
  history,
  liberties,
  ran,
  record,
  reply,
  saw,
  stored,
  turns,
} from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

const calls = [
  { id: 'x', tool: 'a', name: 'exec', input: { q: 1 } },
  { id: 'y', tool: 'b', name: 'exec', input: { q: 2 } },
]
const person = 'u:compare three companies'
const batch = 'a:let me look|+x:{"q":1}|+y:{"q":2}'
const results = 'u=x:a returned one|!y:b failed: no such company'
const answer = 'a:they are alike'
const next = 'u:and the fourth?'
const whole = [person, batch, results, answer, next]

const before: EntryBody[] = [
  begun(),
  ...accepted('m1', 'compare three companies'),
  asked(0, 0, turns(person)),
  ...reply(0, 'let me look', ...calls),
  ...ran('x', 'a', 1),
  ...ran('y', 'b', 2),
  ...finished('x', 'a', 'a returned one'),
  ...failed('y', 'b', 'b failed: no such company'),
  asked(1, 0, turns(person, batch, results)),
  ...reply(1, 'they are alike'),
  saw('r-m1', 'they are alike'),
  ...accepted('m2', 'and the fourth?'),
]
const after: EntryBody[] = [...reply(2, 'it differs'), saw('r-m2', 'it differs')]

function deviationsIn(bodies: readonly EntryBody[], profile: Profile = plainProfile): string[] {
  return evidenceOf(record(...bodies), profile).deviations.map(inShort)
}

/** How the request after a batch, an answer and another message deviates. */
const inRequest = (held: readonly string[], profile?: Profile) =>
  deviationsIn([...before, asked(2, 1, turns(...held)), ...after], profile)

/** How the history that a client is served at the end deviates. */
const inHistory = (held: readonly string[], profile?: Profile) =>
  deviationsIn([...before, asked(2, 1, turns(...whole)), ...after, history(turns(...held)), ...atRest], profile)

/** How the store at the end deviates. */
const inStore = (held: readonly string[], profile?: Profile) =>
  deviationsIn([...before, asked(2, 1, turns(...whole)), ...after, ...atRest, stored(turns(...held))], profile)

/** A conversation with one of its turns replaced, by nothing if no other is given. */
const but = (turn: string, ...others: string[]) => whole.flatMap((own) => (own === turn ? others : [own]))

const message = 'a message of the person'
const called = "the model's reply with call a, call b"
const said = 'an answer of the model'

const cases: [string, string[], string[]][] = [
  ['the conversation as it was', whole, []],
  ['a message left out', but(person), [`missing: ${message}`]],
  ['half a message', but(person, 'u:compare'), [`altered: ${message}`]],
  ['a message in other words', but(person, 'u:compare four companies'), [`altered: ${message}`]],
  ['a message twice', but(person, person, person), [`doubled: ${message}`]],
  ['a message at the wrong place', [batch, results, person, answer, next], [`moved: ${called}`]],
  ['an answer left out', but(answer), [`missing: ${said}`]],
  ['half an answer', but(answer, 'a:they are'), [`altered: ${said}`]],
  ['an answer in other words', but(answer, 'a:they are all alike'), [`altered: ${said}`]],
  ['an answer twice', but(answer, answer, answer), [`doubled: ${said}`]],
  ['an answer twice in one text', but(answer, 'a:they are alikethey are alike'), [`altered: ${said}`]],
  ['an answer before the batch', [person, answer, batch, results, next], [`moved: ${said}`]],
  ['a text beside calls left out', but(batch, 'a+x:{"q":1}|+y:{"q":2}'), [`missing: ${called}`]],
  ['half a text beside calls', but(batch, 'a:let me|+x:{"q":1}|+y:{"q":2}'), [`altered: ${called}`]],
  ['a call left out', but(batch, 'a:let me look|+y:{"q":2}'), [`missing: ${called}`, 'missing: the result of tool a']],
  [
    'a batch left out',
    [person, answer, next],
    [`missing: ${called}`, 'missing: the result of tool a', 'missing: the result of tool b'],
  ],
  ['a call twice', but(batch, 'a:let me look|+x:{"q":1}|+x:{"q":1}|+y:{"q":2}'), [`doubled: ${called}`]],
  ['calls in another order', but(batch, 'a:let me look|+y:{"q":2}|+x:{"q":1}'), [`moved: ${called}`]],
  ['other arguments', but(batch, 'a:let me look|+x:{"q":1}|+y:{"q":3}'), [`altered: ${called}`]],
  ['no arguments', but(batch, 'a:let me look|+x|+y:{"q":2}'), [`altered: ${called}`]],
  ['a call that nobody made', but(batch, 'a:let me look|+x:{"q":1}|+y:{"q":2}|+z:{"q":9}'), ['stranger: z']],
  ['a result left out', but(results, 'u!y:b failed: no such company'), ['missing: the result of tool a']],
  ['an altered result', but(results, 'u=x:a returned|!y:b failed: no such company'), ['altered: the result of tool a']],
  ['a result of nothing', but(results, 'u=x|!y:b failed: no such company'), ['altered: the result of tool a']],
  [
    'a result twice',
    but(results, 'u=x:a returned one|=x:a returned one|!y:b failed: no such company'),
    ['doubled: the result of tool a'],
  ],
  [
    'a failure that is no error any more',
    but(results, 'u=x:a returned one|=y:b failed: no such company'),
    ['altered: the result of tool b'],
  ],
  [
    'a result that became an error',
    but(results, 'u!x:a returned one|!y:b failed: no such company'),
    ['altered: the result of tool a'],
  ],
  ['a text that nobody said', but(answer, answer, 'u:I am somebody else'), ['stranger: I am somebody else']],
  ['an answer that the model never gave', but(next, 'a:it is raining', next), ['stranger: it is raining']],
]

describe('a request', () => {
  test.each(cases)('with %s', (_, held, deviations) => {
    expect(inRequest(held)).toEqual(deviations)
  })

  test('owes nothing more to a rejected one, which another claim judges', () => {
    const rejected = asked(2, 1, turns(...but(results)), 'ids were found')
    expect(deviationsIn([...before, rejected, asked(3, 1, turns(...whole))])).toEqual([])
  })

  test('lacks the results of both calls where they are swapped', () => {
    const swapped = but(results, 'u=x:b failed: no such company|!y:a returned one')
    expect(inRequest(swapped)).toEqual(expect.arrayContaining([expect.stringContaining('the result of tool')]))
  })
})

describe('a history', () => {
  test.each(cases)('with %s', (_, held, deviations) => {
    // what stands there in the place of a result has no flag
    const own = deviations.filter(() => !/error/.test(_))
    expect(inHistory([...held, 'a:it differs'])).toEqual(/error/.test(_) ? own : deviations)
  })

  test('that is empty lacks it all', () => {
    expect(inHistory([])).toHaveLength(7)
  })
})

describe('a store', () => {
  test.each(cases)('with %s', (_, held, deviations) => {
    expect(inStore([...held, 'a:it differs'])).toEqual(deviations)
  })

  test('holds a session in several files together', () => {
    const parts = [stored(turns(person, batch, results)), stored(turns(answer, next, 'a:it differs'))]
    expect(deviationsIn([...before, asked(2, 1, turns(...whole)), ...after, ...atRest, ...parts])).toEqual([])
  })
})

describe('lawful is what a gateway declares, and a deviation what it does not:', () => {
  const x = 'a returned one'
  const y = 'b failed: no such company'
  test.each<[string, Parameters<typeof liberties>[0], string[]]>([
    [
      'other ids',
      'rewrites-ids',
      [person, 'a:let me look|+c1:{"q":1}|+c2:{"q":2}', `u=c1:${x}|!c2:${y}`, answer, next],
    ],
    ['words around a result', 'wraps-results', but(results, `u=x:[output]\n${x}\n[end]|!y:${y}`)],
    [
      'a result that was cut',
      { name: 'cuts-results', pattern: '\\[truncated\\]' },
      but(results, `u=x:a ret [truncated]|!y:${y}`),
    ],
    ['a result replaced', { name: 'cuts-results', pattern: '^\\[cleared\\]' }, but(results, `u=x:[cleared]|!y:${y}`)],
    ['an error without its flag', 'unflagged-errors', but(results, `u=x:${x}|=y:${y}`)],
    ['the time at a message', 'decorates-messages', but(person, 'u:[10:00] compare three companies')],
    ['a reminder', 'adds-texts', but(next, 'u:remember the milk', next)],
    ['a reminder in known words', { name: 'adds-texts', pattern: '^remember' }, but(next, 'u:remember the milk', next)],
    ['no texts beside calls', 'drops-texts-beside-calls', but(batch, 'a+x:{"q":1}|+y:{"q":2}')],
    [
      'a summary of the results',
      'carries-results-in-summary',
      [person, batch, `u:so far: ${x}, and ${y}`, answer, next],
    ],
  ])('%s', (_, liberty, held) => {
    expect(inRequest(held, liberties(liberty, 'adds-texts'))).toEqual([])
    expect(inRequest(held)).not.toEqual([])
    expect(inRequest(held, liberties('joins-replies', 'hides-tools'))).not.toEqual([])
  })

  test('a liberty of words covers no other words', () => {
    const reminder = liberties({ name: 'adds-texts', pattern: '^remember' })
    expect(inRequest(but(next, 'u:forget the milk', next), reminder)).toEqual(['stranger: forget the milk'])
    const cut = liberties({ name: 'cuts-results', pattern: '\\[truncated\\]' })
    expect(inRequest(but(results, `u=x:No result provided|!y:${y}`), cut)).toEqual(['altered: the result of tool a'])
  })

  test('a liberty with several notices is taken with each of them, and with no others', () => {
    const cuts = liberties(
      { name: 'cuts-results', pattern: '\\[truncated\\]' },
      { name: 'cuts-results', pattern: '^\\[cleared\\]' },
    )
    const held = but(results, 'u=x:a ret [truncated]|!y:[cleared]')
    expect(inRequest(held, cuts)).toEqual([])
    expect(inRequest(but(results, `u=x:gone|!y:${y}`), cuts)).toEqual(['altered: the result of tool a'])
  })

  test('a liberty on the side of the person is none on the side of the model', () => {
    expect(inRequest(but(next, 'a:remember the milk', next), liberties('adds-texts'))).toEqual([
      'stranger: remember the milk',
    ])
  })

  test('tools and texts beside calls hidden from a history, and from nothing else', () => {
    const shown = [person, 'a:let me look', answer, next, 'a:it differs']
    expect(inHistory(shown, liberties('hides-tools'))).toEqual([])
    expect(inHistory(shown)).not.toEqual([])
    expect(inStore(shown, liberties('hides-tools'))).not.toEqual([])
    const bare = [person, answer, next, 'a:it differs']
    expect(inHistory(bare, liberties('hides-tools', 'hides-texts-beside-calls'))).toEqual([])
    expect(inHistory(bare, liberties('hides-tools'))).not.toEqual([])
    expect(inStore(bare, liberties('hides-tools', 'hides-texts-beside-calls'))).not.toEqual([])
  })

  test('texts of one turn shown as one', () => {
    const shown = [person, 'a:let me look\n\nthey are alike', next, 'a:it differs']
    expect(inHistory(shown, liberties('hides-tools', 'joins-replies'))).toEqual([])
    expect(inHistory(shown, liberties('hides-tools'))).not.toEqual([])
  })
})
