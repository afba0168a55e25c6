import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  begun,
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
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

const person = 'u:compare three companies'
const next = 'u:and the fourth?'
const asks = [begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person))]
const again = accepted('m2', 'and the fourth?')
const deviationsIn = (...bodies: EntryBody[]) => evidenceOf(record(...bodies)).deviations.map(inShort)
/** How a request after all that deviates when it holds these turns and then the next message. */
const lacks = (bodies: readonly EntryBody[], ...held: string[]) => lacksBy(plainProfile, bodies, ...held)
const lacksBy = (profile: Profile, bodies: readonly EntryBody[], ...held: string[]) =>
  evidenceOf(record(...asks, ...bodies, ...again, asked(9, 1, turns(...held, next))), profile).deviations.map(inShort)

const kill: EntryBody[] = [{ kind: 'gateway-signalled', signal: 'SIGKILL' }, exited('SIGKILL'), ...started]
const goes: EntryBody[] = [{ kind: 'gateway-signalled', signal: 'SIGTERM' }, exited('SIGTERM'), ...started]
const text = (said: string): EntryBody => ({
  kind: 'provider-replying',
  request: 0,
  status: 200,
  text: said,
  calls: [],
})
const wrote: EntryBody = { kind: 'provider-wrote', request: 0, mark: 'text' }
const ended = (end: 'complete' | 'broken' | 'client-gone'): EntryBody => ({ kind: 'provider-replied', request: 0, end })

describe('an answer', () => {
  const whole = [text('they are alike'), ended('complete')]
  const missing = ['missing: an answer of the model']

  test('that was whole is not owed when the gateway was killed at once', () => {
    expect(lacks([...whole, ...kill], person)).toEqual([])
    expect(lacks([...whole, ...kill], person, 'a:they are alike')).toEqual([])
  })

  test('that was whole is not owed when a stop was on its way before the request for it came', () => {
    const [sent, acknowledged] = stopped('s') as [EntryBody, EntryBody]
    const late = [begun(), ...accepted('m1', 'compare three companies'), sent, asked(0, 0, turns(person)), ...whole]
    const after = [acknowledged, ...again, asked(9, 1, turns(person, next))]
    expect(deviationsIn(...late, ...after)).toEqual([])
    // one that had been acknowledged before is no excuse
    const early = [begun(), ...accepted('m1', 'compare three companies'), sent, acknowledged]
    const without = [asked(0, 0, turns(person)), ...whole, ...again, asked(9, 1, turns(person, next))]
    expect(deviationsIn(...early, ...without)).toEqual(missing)
  })

  test('that nobody was shown may be given up for the next message, by a gateway that says so', () => {
    expect(lacksBy(liberties('gives-up-answers'), whole, person)).toEqual([])
    expect(lacks(whole, person)).toEqual(missing)
    const shown = [...whole, saw('r-m1', 'they are alike')]
    expect(lacksBy(liberties('gives-up-answers'), shown, person)).toEqual(missing)
  })

  test('is owed when a client was shown it before the kill', () => {
    const shown = [...whole, saw('r-m1', 'they are alike'), ...kill]
    expect(lacks(shown, person)).toEqual(missing)
    expect(lacks(shown, person, 'a:they are alike')).toEqual([])
  })

  test('is not shown by a later answer that holds its words', () => {
    const later = [...whole, ...kill, asked(1, 0, turns(person)), ...reply(1, 'yes, they are alike')]
    expect(lacks([...later, saw('r-m1', 'yes, they are alike')], person, 'a:yes, they are alike')).toEqual([])
    expect(lacks([...later, saw('r-m1', 'so they are alike')], person, 'a:yes, they are alike')).toEqual(missing)
  })

  test('is owed when nothing came between it and the next request', () => {
    expect(lacks(whole, person)).toEqual(missing)
  })

  test('is owed when the history had it before the kill', () => {
    const served = [...whole, history(turns(person, 'a:they are alike')), ...kill]
    expect(lacks(served, person)).toEqual(missing)
  })

  test('that broke off is owed as far as the client was shown it', () => {
    const cut = [text('they are alike in size'), ended('broken')]
    expect(lacks(cut, person)).toEqual([])
    const shown = [...cut, saw('r-m1', 'they are alike', { what: 'aborted' })]
    expect(lacks(shown, person, 'a:they are alike')).toEqual([])
    expect(lacks(shown, person)).toEqual(missing)
  })

  test('that a stop broke off is owed as far as the client was shown it', () => {
    const stop = [text('they are alike in size'), wrote, ...stopped('s'), ended('client-gone')]
    const shown = [...stop, saw('r-m1', 'they are alike', { what: 'aborted' })]
    expect(lacks(shown, person)).toEqual(missing)
    expect(lacks([...stop, saw('r-m1', '', { what: 'aborted' })], person)).toEqual([])
    expect(lacksBy(liberties('drops-cut-replies'), shown, person)).toEqual([])
    expect(lacksBy(liberties('drops-cut-replies'), whole, person)).toEqual(missing)
  })

  test('that nobody was given is owed to nobody', () => {
    expect(lacks([ended('client-gone')], person)).toEqual([])
    const refused: EntryBody = { ...text(''), status: 529 } as EntryBody
    expect(lacks([refused, ended('broken')], person)).toEqual([])
  })

  test('is asked for again where it broke off, and then stands there once', () => {
    const retried = [text('they are al'), ended('broken'), asked(1, 0, turns(person)), ...reply(1, 'they are alike')]
    expect(lacks(retried, person, 'a:they are alike')).toEqual([])
    expect(lacks(retried, person, 'a:they are alike', 'a:they are alike')).toEqual(['doubled: an answer of the model'])
  })
})

describe('a batch', () => {
  const batch = [...reply(0, '', { id: 'x', tool: 'a', name: 'exec', input: {} }), ...ran('x', 'a', 1)]
  const missing = ["missing: the model's reply with call a"]
  const done = [...batch, ...finished('x', 'a', 'a returned one')]

  test('is owed since its tool ran, also when the gateway is killed', () => {
    expect(lacks([...batch, ...kill], person)).toEqual(missing)
    expect(lacks([...batch, ...kill], person, 'a+x', 'u!x:interrupted')).toEqual([])
  })

  test('whose tool never ran is not owed after a kill', () => {
    expect(lacks([...reply(0, '', { id: 'x', tool: 'a' }), ...kill], person)).toEqual([])
  })

  test('with the id of a call that ran before may be given up, unless its tool ran', () => {
    const held = [person, 'a+x', 'u=x:a returned one']
    const later = [...done, asked(1, 0, turns(...held)), ...reply(1, '', { id: 'x', tool: 'b' })]
    expect(lacks(later, ...held)).toEqual([])
    expect(lacks([...later, ...ran('x', 'b', 2)], ...held)).toEqual(["missing: the model's reply with call b"])
    const other = [...done, asked(1, 0, turns(...held)), ...reply(1, '', { id: 'y', tool: 'b' })]
    expect(lacks(other, ...held)).toEqual(["missing: the model's reply with call b"])
  })

  test('that broke off before it was whole is not owed', () => {
    const cut = { ...text(''), calls: [{ id: 'x', tool: 'a', cut: true }] } as EntryBody
    expect(lacks([cut, ended('broken')], person)).toEqual([])
  })

  test('is owed with its results when the gateway is told to go', () => {
    expect(lacks([...done, ...goes], person, 'a+x')).toEqual(['missing: the result of tool a'])
    expect(lacks([...done, ...goes], person)).toEqual([...missing, 'missing: the result of tool a'])
    expect(lacks([...done, ...goes], person, 'a+x', 'u=x:a returned one')).toEqual([])
  })

  test('owes a result that it told before it was killed, unless it tells before it stores and no request had it', () => {
    const lost = ['altered: the result of tool a']
    const tellsFirst = liberties('tells-before-storing')
    expect(lacks([...done, ...kill], person, 'a+x', 'u!x:interrupted')).toEqual(lost)
    expect(lacksBy(tellsFirst, [...done, ...kill], person, 'a+x', 'u!x:interrupted')).toEqual([])
    const had = [...done, asked(1, 0, turns(person, 'a+x', 'u=x:a returned one')), ...reply(1, 'alike'), ...kill]
    expect(lacksBy(tellsFirst, had, person, 'a+x', 'u!x:interrupted', 'a:alike')).toEqual(lost)
  })

  test('owes no result of a tool that a stop ended', () => {
    const gone: EntryBody = { kind: 'tool-ended', call: 'x', tool: 'a', end: 'gone', text: '' }
    const stop = [...batch, ...stopped('s'), gone, saw('r-m1', '', { what: 'aborted' })]
    expect(lacks(stop, person, 'a+x', 'u!x:stopped')).toEqual([])
  })

  test('owes a result that was there before the stop', () => {
    const stop = [...done, ...stopped('s'), saw('r-m1', '', { what: 'aborted' })]
    expect(lacks(stop, person, 'a+x', 'u!x:stopped')).toEqual(['altered: the result of tool a'])
  })

  test('that we have broken in the store ourselves owes nothing of the pair', () => {
    const damaged: EntryBody = { kind: 'store-damaged', session: 'main', damage: 'orphaned-call', calls: ['x'] }
    const had = [...done, asked(1, 0, turns(person, 'a+x', 'u=x:a returned one')), ...reply(1, 'alike')]
    const stop = [...had, saw('r-m1', 'alike'), ...goes.slice(0, 2), damaged, ...started]
    expect(lacks(stop, person, 'a+x', 'a:alike')).toEqual([])
    expect(lacks(stop, person, 'a:alike')).toEqual([])
    expect(lacks(stop, person, 'a+x', 'u=x:a returned one')).toEqual(['missing: an answer of the model'])
  })
})

describe('a message', () => {
  test('is owed since a request had it, also after a kill', () => {
    expect(lacks([...reply(0, 'alike'), saw('r-m1', 'alike'), ...kill], 'a:alike')).toEqual([
      'missing: a message of the person',
    ])
  })

  test('that the gateway did not accept is owed to nobody, and is no stranger', () => {
    const refused: EntryBody[] = [
      { kind: 'client-sent', message: 'm', session: 'main', what: 'message', text: 'and you?' },
      { kind: 'client-acknowledged', message: 'm', ok: false, detail: 'busy' },
    ]
    const answered = [...reply(0, 'alike'), saw('r-m1', 'alike'), ...refused]
    const held = (...more: string[]) =>
      deviationsIn(...asks, ...answered, ...again, asked(9, 2, turns(person, 'a:alike', ...more, next)))
    expect(held()).toEqual([])
    expect(held('u:and you?')).toEqual([])
  })

  test('of another session is a stranger', () => {
    const other = accepted('m', 'describe four rivers', 'side')
    const answered = [...reply(0, 'alike'), saw('r-m1', 'alike'), ...other]
    const held = turns(person, 'a:alike', 'u:describe four rivers', next)
    expect(deviationsIn(...asks, ...answered, ...again, asked(9, 2, held))).toEqual(['stranger: describe four rivers'])
  })
})

describe('an order of the person', () => {
  const order = (what: 'reset' | 'compact'): EntryBody[] => [
    { kind: 'client-sent', message: 's', session: 'main', what, text: `/${what}` },
    { kind: 'client-acknowledged', message: 's', ok: true, detail: '' },
  ]
  const answered = [...reply(0, 'they are alike'), saw('r-m1', 'they are alike')]
  const all = ['missing: a message of the person', 'missing: an answer of the model']

  test.each([
    ['reset', 'forgets-after-reset', []],
    ['compact', 'summarizes', ['u:a summary']],
  ] as const)('to %s throws away what was said, in a gateway that %s', (what, liberty, held) => {
    expect(lacksBy(liberties(liberty), [...answered, ...order(what)], ...held)).toEqual([])
    expect(lacksBy(liberties(liberty), [...answered, ...order(what)], person, 'a:they are alike')).toEqual([])
    expect(lacks([...answered, ...order(what)])).toEqual(all)
    expect(lacksBy(liberties(liberty), answered)).toEqual(all)
  })

  test('throws away nothing that came after it', () => {
    const later = [...order('reset'), ...answered]
    expect(lacksBy(liberties('forgets-after-reset'), later)).toEqual(['missing: an answer of the model'])
  })

  test('puts a summary in the place of what was said', () => {
    const summary = [...answered, ...order('compact')]
    const said = 'u:a person wanted to compare three companies'
    expect(lacksBy(liberties('summarizes'), summary, said)).toEqual([])
    expect(lacks(summary, said)).not.toEqual([])
    const early = [...again, asked(9, 1, turns(person, 'a:they are alike', said, next)), ...order('compact')]
    expect(evidenceOf(record(...asks, ...answered, ...early), liberties('summarizes')).deviations.map(inShort)).toEqual(
      ['stranger: a person wanted to compare three companies'],
    )
  })

  test('may leave an answer whose message only the summary has, in a gateway that splits turns', () => {
    const summary = [...answered, ...order('compact')]
    const held = ['u:a summary', 'a:they are alike']
    expect(lacksBy(liberties('summarizes', 'splits-turns'), summary, ...held)).toEqual([])
    expect(lacksBy(liberties('summarizes'), summary, ...held)).toEqual(['missing: a message of the person'])
    expect(lacksBy(liberties('summarizes', 'splits-turns'), answered, ...held)).not.toEqual([])
  })

  test('has the summary stand for what a tool returned before it, when the model was told it there', () => {
    const ran = [...reply(0, '', { id: 'x', tool: 'a' }), ...finished('x', 'a', 'it rains')]
    const summary = (of: string): EntryBody[] => [
      ...order('compact'),
      { ...asked(5, 0, turns(`u:# Conversation ${of}`)), turn: null } as EntryBody,
      ...reply(5, 'a summary'),
    ]
    expect(lacksBy(liberties('summarizes'), [...ran, ...summary('it rains')])).not.toContain(
      'missing: the result of tool a',
    )
    expect(lacksBy(liberties('summarizes'), [...ran, ...summary('nothing')])).toContain('missing: the result of tool a')
  })

  test('of another session changes nothing', () => {
    const elsewhere = order('reset').map((body) => (body.kind === 'client-sent' ? { ...body, session: 'side' } : body))
    expect(lacksBy(liberties('forgets-after-reset'), [...answered, ...elsewhere])).toEqual(all)
  })

  test('was not carried out where the gateway refused it', () => {
    const refused = order('reset').map((body) => (body.kind === 'client-acknowledged' ? { ...body, ok: false } : body))
    expect(lacksBy(liberties('forgets-after-reset'), [...answered, ...refused])).toEqual(all)
  })
})

describe('writes that fail', () => {
  const writes = (how: string): EntryBody => ({ kind: 'conditions-set', writes: how, clockMs: 0, aheadMs: 0 })
  const refused: EntryBody = { kind: 'write-refused', how: 'full', path: 's.jsonl' }
  const answered = [...reply(0, 'they are alike'), saw('r-m1', 'they are alike')]

  test('lose with a restart what could not be written, and nothing without one', () => {
    const full = [writes('full'), refused, ...answered]
    expect(lacks([...full, ...kill], person)).toEqual([])
    expect(lacks([...full], person)).toEqual(['missing: an answer of the model'])
  })

  test('lose nothing that was written before', () => {
    expect(lacks([...answered, writes('full'), refused, ...kill], person)).toEqual(['missing: an answer of the model'])
  })

  test('lose nothing that was said after they went on', () => {
    const mended = [writes('full'), refused, writes('fine'), ...answered, ...goes]
    expect(lacks(mended, person)).toEqual(['missing: an answer of the model'])
  })
})
