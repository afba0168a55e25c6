import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, exited, record, reply, saw, stopped, turns } from '../record/example.ts'
import { plainProfile } from '../record/profile.ts'
import { authContained } from './auth-contained.ts'

const judge = (...bodies: EntryBody[]) => authContained.judge(evidenceOf(record(...bodies, ...atRest)))
const says = (...bodies: EntryBody[]) => judge(...bodies).findings.map((finding) => finding.says)

const asks = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'))]
const failing = (retryAfter?: number): EntryBody[] => [
  ...asks,
  {
    kind: 'provider-replying',
    request: 0,
    status: 402,
    text: '',
    calls: [],
    failure: { message: 'credit balance is too low', ...(retryAfter === undefined ? {} : { retryAfter }) },
  },
  { kind: 'provider-replied', request: 0, end: 'broken' },
]
const aside = accepted('m2', 'rivers', 'side')
const refused = saw('r-m2', 'All models failed', { session: 'side', what: 'error' })

describe('another session', () => {
  test('passes when its message is asked about', () => {
    const asked2 = [asked(1, 1, turns('u:rivers')), ...reply(1, 'long')]
    expect(judge(...failing(), ...aside, ...asked2, saw('r-m2', 'long', { session: 'side' })).verdict).toBe('pass')
  })

  test('fails when its message is answered without asking the provider', () => {
    const { verdict, findings } = judge(...failing(), ...aside, refused)
    expect(verdict).toBe('fail')
    expect(findings).toEqual([
      {
        says: '"rivers" in session side was answered without asking the provider, after a request of session main had failed',
        expected: 'the provider is asked about "rivers"',
        actual: 'session side was shown: error "All models failed"',
        entries: [3, 5, 7],
        excerpt: ['provider: 402: credit balance is too low', 'session side saw: error "All models failed"'],
      },
    ])
  })

  test('fails after a malformed history of the first, too', () => {
    const malformed = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'), 'ids were found')]
    expect(judge(...malformed, ...aside, refused).findings[0]?.excerpt[0]).toBe('provider: 400: ids were found')
  })

  describe('of a gateway that asks no more with a key that was refused', () => {
    const liberties = [{ name: 'breaks-circuit', source: 'test' }] as const
    const refusedBy = (entries: Entry[]) =>
      authContained.judge(evidenceOf(entries, { ...plainProfile, liberties })).verdict

    test('may be refused for a time, when it is told so', () => {
      expect(refusedBy(record(...failing(), ...aside, refused, ...atRest))).toBe('pass')
    })

    test('must be asked about again after that time', () => {
      const entries = record(...failing(), ...aside, refused, ...atRest)
      const late = entries.map((entry) => (entry.n < 5 ? entry : { ...entry, at: entry.at + 61_000 }))
      expect(refusedBy(late)).toBe('fail')
    })

    test('must not be answered as if nothing were wrong, nor be refused for what is no matter of the key', () => {
      const told = saw('r-m2', 'all is well', { session: 'side' })
      expect(refusedBy(record(...failing(), ...aside, told, ...atRest))).toBe('fail')
      const malformed = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'), 'ids were found')]
      expect(refusedBy(record(...malformed, ...aside, refused, ...atRest))).toBe('fail')
    })
  })

  test.each<[string, EntryBody[]]>([
    ['it has failed itself', [...failing(), ...accepted('m2', 'rivers'), saw('r-m2', 'failed', { what: 'error' })]],
    ['it came before the failure', [...aside, ...failing(), refused]],
    ['the provider asked to wait', [...failing(7), ...aside, refused]],
    ['it was stopped', [...failing(), ...aside, ...stopped('m3', 'side'), refused]],
    ['its message waited for another', [...failing(), ...accepted('m3', 'and', 'side'), ...aside, refused]],
    ['the provider is gone', [...failing(), { kind: 'provider-closed' }, ...aside, refused]],
    [
      'the provider has answered since',
      [...failing(), asked(3, 0, turns('u:compare')), ...reply(3, 'ok'), ...aside, refused],
    ],
    ['the gateway was told to go', [...failing(), { kind: 'gateway-signalled', signal: 'SIGTERM' }, ...aside, refused]],
    ['it is to restart', [...failing(), { kind: 'config-changed', change: 'restart' }, ...aside, refused]],
    ['its disk is full', [...failing(), { kind: 'write-refused', how: 'full', path: 's' }, ...aside, refused]],
    ['its message was not answered at all: that is another claim', [...failing(), ...aside]],
    [
      'the gateway has no token that is good',
      [
        ...failing(),
        { kind: 'oauth-asked', ask: 0, vendor: 'openai', refresh: 'refresh-1' },
        { kind: 'oauth-answered', ask: 0, refresh: 'refresh-1', outcome: 'expired' },
        ...aside,
        refused,
      ],
    ],
  ])('passes when %s', (_, bodies) => {
    expect(says(...bodies)).toEqual([])
  })
})

test('a gateway that was stopped for a while, or told to go and started again, has no excuse', () => {
  const passing: EntryBody[] = [{ kind: 'gateway-signalled', signal: 'SIGCONT' }]
  const again: EntryBody[] = [
    { kind: 'gateway-signalled', signal: 'SIGTERM' },
    { kind: 'gateway-started', pid: 2 },
  ]
  expect(says(...failing(), ...passing, ...aside, refused)).toHaveLength(1)
  expect(says(...again, ...failing(), ...aside, refused)).toHaveLength(1)
})

describe('a refresh token', () => {
  const ask = (n: number, vendor = 'openai', refresh = 'refresh-1'): EntryBody => ({
    kind: 'oauth-asked',
    ask: n,
    vendor,
    refresh,
  })
  const answer = (n: number, outcome: 'granted' | 'reused' | 'client-gone', refresh = 'refresh-1'): EntryBody => ({
    kind: 'oauth-answered',
    ask: n,
    refresh,
    outcome,
  })

  test('passes when each is used once', () => {
    const next = [ask(1, 'openai', 'refresh-2'), answer(1, 'granted', 'refresh-2')]
    expect(judge(ask(0), answer(0, 'granted'), ...next).verdict).toBe('pass')
  })

  test('fails when one that was granted is used again', () => {
    const { findings } = judge(ask(0), answer(0, 'granted'), ask(1), answer(1, 'reused'))
    expect(findings[0]).toMatchObject({
      says: 'refresh token refresh-1 was used a second time, after it had been renewed',
      entries: [0, 1, 2, 3],
    })
  })

  test('fails when two sessions use one at the same time', () => {
    expect(says(ask(0), ask(1), answer(0, 'granted'), answer(1, 'reused'))).toEqual([
      'refresh token refresh-1 was used a second time, while its renewal was under way',
    ])
  })

  test('passes when the first was not granted, or the vendor lets it stay the same', () => {
    expect(says(ask(0), answer(0, 'client-gone'), ask(1), answer(1, 'granted'))).toEqual([])
    expect(says(ask(0), answer(0, 'reused'))).toEqual([])
    const google = [ask(0, 'google'), answer(0, 'granted'), ask(1, 'google'), answer(1, 'reused')]
    expect(says(...google)).toEqual([])
  })

  test('passes when the gateway went down before it could keep the new one', () => {
    const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
    expect(says(ask(0), answer(0, 'granted'), exited, ask(1), answer(1, 'reused'))).toEqual([])
  })
})

describe('a token that was rotated or revoked', () => {
  const shown = (shows?: string, ok = true): EntryBody => {
    const attempt = { client: 'phone', device: 0, ok, detail: '' }
    return { kind: 'client-connected', ...attempt, ...(shows === undefined ? {} : { shows }) }
  }
  const changed = (credential: 'gateway-token' | 'device-token', how: 'rotated' | 'revoked'): EntryBody => ({
    kind: 'auth-changed',
    credential,
    how,
    ...(credential === 'device-token' ? { client: 'phone' } : {}),
  })
  const judged = (...bodies: EntryBody[]) =>
    authContained.judge(evidenceOf(record(...bodies))).findings.map(({ says, entries }) => [says, entries])

  test('must not let its device in', () => {
    expect(judged(changed('device-token', 'rotated'), shown('old-device-token'))).toEqual([
      ['client phone was let in with its old device token, after it had been rotated', [0, 1]],
    ])
    expect(judged(changed('device-token', 'revoked'), shown('device-token'))).toEqual([
      ['client phone was let in with its device token, after it had been revoked', [0, 1]],
    ])
    expect(judged(changed('gateway-token', 'rotated'), shown(), shown('old-gateway-token'))).toEqual([
      ['client phone was let in with its old gateway token, after it had been rotated', [0, 2]],
    ])
  })

  test('must leave its device one that is taken', () => {
    const refused = (detail: string) => ({ ...shown('device-token', false), detail }) as EntryBody
    const rotated = changed('device-token', 'rotated')
    expect(judged(rotated, refused('unauthorized: token mismatch'))).toEqual([
      ['client phone was refused with the device token that it was given', [0, 1]],
    ])
    expect(judged(rotated, refused('closed with 1006'))).toEqual([])
    expect(judged(changed('device-token', 'revoked'), refused('unauthorized'))).toEqual([])
  })

  test('may be refused, let in before, replaced, or not yet known to the gateway', () => {
    const [rotated, revoked] = [changed('device-token', 'rotated'), changed('device-token', 'revoked')]
    expect(judged(shown('device-token'), rotated, shown('old-device-token', false), shown('device-token'))).toEqual([])
    expect(
      judged(shown('device-token'), revoked, shown('device-token', false), shown(), shown('device-token')),
    ).toEqual([])
    expect(judged(changed('gateway-token', 'rotated'), shown('old-gateway-token'), shown())).toEqual([])
  })
})

describe('a second window of a device', () => {
  const opened: EntryBody[] = [
    { kind: 'client-connected', client: 'phone', device: 0, ok: true, detail: '' },
    { kind: 'client-connected', client: 'window', device: 0, ok: true, detail: '', deviceOf: 'phone' },
  ]
  const rotated: EntryBody = { kind: 'auth-changed', credential: 'device-token', how: 'rotated', client: 'phone' }
  const closed: EntryBody = { kind: 'client-disconnected', client: 'window', detail: 'the connection was closed' }

  test('passes when its connection ends with the token', () => {
    expect(judge(...opened, rotated, closed, exited('SIGTERM')).verdict).toBe('pass')
    // the client may hear of it before we know that the token was changed
    expect(judge(...opened, closed, rotated).verdict).toBe('pass')
  })

  test('fails when it stays, or ends only with the gateway', () => {
    expect(judge(...opened, rotated).verdict).toBe('fail')
    expect(judge(...opened, rotated, exited('SIGTERM'), closed).verdict).toBe('fail')
  })

  test('passes when it came with the new token', () => {
    const [phone, window] = opened as [EntryBody, EntryBody]
    expect(judge(phone, rotated, window).verdict).toBe('pass')
  })
})
