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

describe('an error after the provider has refused the request', () => {
  const unpaired = 'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1'
  const refused = asked(0, 0, turns('u:compare'), unpaired)
  const shown = (text: string) => verdictOf(...message, refused, saw('r-m1', text, { what: 'error' }))

  test.each([
    ['in the provider’s words', `API error: ${unpaired}`],
    ['with its status', 'An error occurred (400).'],
    ['that it was refused', 'The model’s provider rejected this request.'],
    ['in words of its own for what is wrong', 'A tool_use in this session has no result; start a new session.'],
    [
      'what is wrong with the history',
      'Message ordering conflict - please try again. If this persists, start a fresh session.',
    ],
    ['without any words, where there is no place for them', ''],
  ])('passes when it is told %s', (_, text) => expect(shown(text)).toBe('pass'))

  test.each([
    'Something went wrong while processing your request. Please try again.',
    'LLM request failed.',
    'An unexpected error occurred while processing your message',
  ])('fails when it is told "%s"', (text) => expect(shown(text)).toBe('fail'))

  test('passes when the gateway has ended since', () => {
    const shown = saw('r-m1', 'The run was cut off', { what: 'error' })
    expect(verdictOf(...message, refused, exited('SIGKILL'), shown)).toBe('pass')
  })

  test('passes when the last request was not refused', () => {
    const later = asked(1, 0, turns('u:compare'))
    expect(verdictOf(...message, refused, later, saw('r-m1', 'Something went wrong', { what: 'error' }))).toBe('pass')
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
