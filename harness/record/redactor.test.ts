import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { Redactor } from './redactor.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiJwbGFudGVkIn0.cGxhbnRlZA'
const env = {
  PLANTED_API_KEY: 'pl4nted-api-key',
  DB_PASS: 'with "quotes" & 1 space',
  SSH_AUTH_SOCK: '/tmp/ssh-agent.1',
  AUTH_MODE: 'assistant',
  SHELL: '/bin/bash-9',
}
const redactor = new Redactor({ env, home: '/home/alice' })
redactor.hide('t0ken-of-the-gateway', 'gateway-token')
const clean = (text: string) => redactor.text(text)

describe('a secret is taken out', () => {
  test.each([
    ['a known one', 'auth t0ken-of-the-gateway!', 'auth <gateway-token>!'],
    ['of the environment', 'it is pl4nted-api-key.', 'it is <env PLANTED_API_KEY>.'],
    ['as JSON writes it', JSON.stringify({ x: env.DB_PASS }), '{"x":"<env DB_PASS>"}'],
    ['as addresses write it', `x=${encodeURIComponent(env.DB_PASS)}`, 'x=<env DB_PASS>'],
    ['a key', 'key sk-ant-api03-planted_planted-1 is wrong', 'key <redacted> is wrong'],
    ['a key after a line break in JSON', JSON.stringify('x\nsk-ant-api03-planted'), '"x\\n<redacted>"'],
    ['a key of GitHub', 'ghp_aaaaaaaaaaaaaaaaaaaaaaaa', '<redacted>'],
    ['tokens of Google', 'ya29.planted-access-1 1//0planted-refresh', '<redacted> <redacted>'],
    ['a JWT', `is ${jwt}.`, 'is <redacted>.'],
    ['a private key that breaks off in JSON', String.raw`"-----BEGIN PRIVATE KEY-----\nplant"`, '"<redacted>"'],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----\nplanted\n-----END EC PRIVATE KEY-----\nx', '<redacted>\nx'],
    [
      'a header',
      'Authorization: Bearer planted, x-api-key: planted; x',
      'Authorization: <redacted>, x-api-key: <redacted>; x',
    ],
    ['a header in JSON', '{"authorization":"Bearer planted","a":1}', '{"authorization":"<redacted>","a":1}'],
    [
      'a header in JSON in JSON',
      String.raw`{"x":"{\"Authorization\":\"planted\"}"}`,
      String.raw`{"x":"{\"Authorization\":\"<redacted>\"}"}`,
    ],
    ['raw headers', '["cookie","a=planted; b=planted"]', '["cookie","<redacted>"]'],
    ['cookies', 'Set-Cookie: sid=planted; Path=x\nnext', 'Set-Cookie: <redacted>\nnext'],
    ['cookies after a line break in JSON', '"x\\nCookie: a=planted"', '"x\\nCookie: <redacted>"'],
    [
      'a field after its name as a value',
      '{"mode":"token","token":"planted"}',
      '{"mode":"token","token":"<redacted>"}',
    ],
    ['a known one in a field', '{"token":"t0ken-of-the-gateway"}', '{"token":"<gateway-token>"}'],
    ['a bearer', 'sent Bearer plantedplantedplanted=', 'sent Bearer <redacted>'],
    [
      'a field',
      `{"deviceToken":"planted","refresh_token": "it's planted"}`,
      '{"deviceToken":"<redacted>","refresh_token": "<redacted>"}',
    ],
    [
      'an address',
      'http://127.0.0.1:1/#token=planted&x=1 ?access_token=planted',
      'http://127.0.0.1:1/#token=<redacted>&x=1 ?access_token=<redacted>',
    ],
    ['a password in an address', 'https://me:planted@host/x', 'https://<redacted>@host/x'],
    ['the home', '/home/alice/dev, file:///home/alice', '~/dev, file://~'],
    ['another’s home', '/home/bob/x and /Users/carol/y', '/home/<user>/x and /Users/<user>/y'],
  ])('%s', (_, text, expected) => {
    expect(clean(text)).toBe(expected)
    expect(clean(expected)).toBe(expected)
  })
})

test.each([
  'a returned 7QQ7r00',
  '{"id":"toolu_01AbCdEfGhIjKlMnOpQrStUv","call":"call_7QQ7r00"}',
  '{"kind":"oauth-asked","ask":0,"vendor":"anthropic","refresh":"refresh-1"}',
  '{"max_tokens":8192,"properties":{"token":{"type":"string"},"cookie":{"a":1}},"authorization":null}',
  '/tmp/gatecrash-abcdef/home/.openclaw/agents/main/sessions/0f.jsonl',
  'https://example.com/home/alice2, /tmp/ssh-agent.1, assistant, /home-alice, /bin/bash-9',
])('what is no secret stays: %s', (text) => expect(clean(text)).toBe(text))

test('JSON stays JSON, and what is clean stays as it is', () => {
  const part = fc.constantFrom(
    '"authorization":',
    'cookie: ',
    '\\',
    '"',
    "'",
    '\n',
    'token',
    '"token":"',
    'Bearer ',
    jwt,
    ':',
    ' ',
    '://a:b@',
    'password: ',
    "apiKey: '",
    'apiKey: "',
    '--api-key ',
    'DB_KEY=',
    '"set-cookie":["',
    ',',
    ']',
  )
  const text = fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join(''))
  const nested = fc.oneof(
    text,
    text.map((inner) => JSON.stringify({ token: inner, x: inner })),
  )
  fc.assert(
    fc.property(fc.record({ authorization: nested, cookie: fc.option(text), x: fc.array(nested) }), (value) => {
      const once = clean(JSON.stringify(value))
      expect(() => JSON.parse(once)).not.toThrow()
      expect(clean(once)).toBe(once)
    }),
    { numRuns: 2_000 },
  )
})
