import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody, EntryOf } from '../record/entry.ts'
import { accepted, asked, exited, record, saw, turns } from '../record/example.ts'
import { clientsAnswered } from './clients-answered.ts'

const verdictOf = (...bodies: EntryBody[]) => clientsAnswered.judge(evidenceOf(record(...bodies))).verdict

const message = accepted('m1', 'compare')

describe('what no client should send', () => {
  const misspoke = (answered: EntryOf<'client-misspoke'>['answered'], detail = ''): EntryBody => ({
    kind: 'client-misspoke',
    client: 'main',
    what: 'no-session',
    answered,
    detail,
  })

  test.each([
    ['refused in words', misspoke('refused', 'name a session')],
    ['answered by the end of the connection', misspoke('closed')],
  ])('passes when it is %s', (_, entry) => expect(verdictOf(...message, entry)).toBe('pass'))

  test.each([
    ['accepted', misspoke('accepted', '{"run":"r"}')],
    ['not answered', misspoke('not at all', 'no answer within 10 s')],
    ['refused without a word', misspoke('refused', ' ')],
    ['refused with no more than "undefined"', misspoke('refused', 'undefined')],
  ])('fails when it is %s', (_, entry) => expect(verdictOf(...message, entry)).toBe('fail'))

  test('passes when the gateway was gone by then', () => {
    expect(verdictOf(...message, exited('SIGKILL'), misspoke('not at all'))).toBe('pass')
  })
})

describe('a refusal and an error', () => {
  const refused = (detail: string): EntryBody[] => [
    { kind: 'client-sent', message: 'm2', session: 'main', what: 'message', text: 'and now' },
    { kind: 'client-acknowledged', message: 'm2', ok: false, detail },
  ]
  const turnedAway = (detail: string): EntryBody => ({
    kind: 'client-connected',
    client: 'main',
    device: 0,
    ok: false,
    detail,
  })
  const error = (text: string) => saw('r-m1', text, { what: 'error' })

  test('pass when they name a cause', () => {
    expect(verdictOf(...message, ...refused('the history is broken'), turnedAway('no token'), error('busy'))).toBe(
      'pass',
    )
  })

  test('fail when they do not', () => {
    expect(verdictOf(...refused(''))).toBe('fail')
    expect(verdictOf(turnedAway(''))).toBe('fail')
    expect(verdictOf(...message, error('the provider says 502: undefined'))).toBe('fail')
    expect(verdictOf(...message, error('[object Object]'))).toBe('fail')
  })

  test('pass when the word for nothing is the provider’s', () => {
    const rejected = asked(0, 0, turns('u:compare'), 'type undefined is not known')
    expect(verdictOf(...message, rejected, error('400: type undefined is not known'))).toBe('pass')
  })
})

describe('a message that is sent again with its key', () => {
  const repeated = (run: string, ok = true): EntryBody => ({
    kind: 'client-repeated',
    client: 'main',
    message: 'm1',
    ok,
    detail: '{}',
    run,
  })

  test('passes when it is the run of before, or is refused', () => {
    expect(verdictOf(...message, repeated('r-m1'))).toBe('pass')
    expect(verdictOf(...message, repeated('', false))).toBe('pass')
  })

  test('fails when it is another run', () => {
    expect(verdictOf(...message, repeated('r-m2'))).toBe('fail')
  })

  test('passes when the first one was never accepted', () => {
    const lost: EntryBody = { kind: 'client-sent', message: 'm1', session: 'main', what: 'message', text: 'compare' }
    expect(verdictOf(lost, repeated('r-m2'))).toBe('pass')
  })
})
