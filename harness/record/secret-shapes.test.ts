import { globSync, readFileSync } from 'node:fs'
import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { describe, expect, test } from 'vitest'
import { Redactor } from './redactor.ts'

const redactor = new Redactor({ env: {}, home: '/home/alice' })
const clean = (text: string) => redactor.text(text)

/** As many letters and digits, not all of one kind. */
function some(length: number, alphabet = 'pQ7rS2tUv9WxYz4aBcD8eFgH1iJkL5mNoK3'): string {
  return Array.from({ length }, (_, n) => alphabet[(n * 11 + 3) % alphabet.length]).join('')
}
const hex = (length: number) => some(length, '0a1b2c3d4e5f6789')
const jwt = `eyJhbGciOiJIUzI1NiJ9.${some(30)}.${some(43)}`

/** One of each shape that secretlint's recommended rules look for, and of those that more makers have. */
const keys: Readonly<Record<string, string>> = {
  'AWS id': `AKIA${some(16, 'Q7RS2TUVWXYZ4ABCD')}`,
  Anthropic: `sk-ant-api03-${some(93)}AA`,
  Cloudflare: `cfat_${some(40)}${hex(8)}`,
  Databricks: `dapi${hex(32)}`,
  Discord: `MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.${some(38)}`,
  Docker: `dckr_pat_${some(27)}`,
  Figma: `figd_${some(40)}`,
  'GitHub, classic': `ghp_${some(36)}`,
  'GitHub, fine-grained': `github_pat_${some(82)}`,
  'GitHub, of an app': `ghs_123456_${some(40)}.${some(80)}.${some(43)}`,
  GitLab: `glpat-${some(20)}`,
  Google: `AIza${some(35)}`,
  Grafana: `glsa_${some(32)}_${hex(8)}`,
  'Grafana Cloud': `glc_${some(60)}`,
  Groq: `gsk_${some(52)}`,
  'Hashicorp Vault': `hvs.${some(95)}`,
  'Hugging Face': `hf_${some(34, 'pQrStUvWxYzaBcD')}`,
  JWT: jwt,
  Linear: `lin_api_${some(40)}`,
  Notion: `ntn_12345678901${some(35)}`,
  NVIDIA: `nvapi-${some(64)}`,
  OpenAI: `sk-proj-${some(74)}T3BlbkFJ${some(74)}`,
  OpenRouter: `sk-or-v1-${hex(64)}`,
  Perplexity: `pplx-${some(48)}`,
  PyPI: `pypi-${some(60)}`,
  Replicate: `r8_${some(37)}`,
  SendGrid: `SG.${some(22)}.${some(43)}`,
  Shopify: `shpat_${hex(32)}`,
  Slack: `xoxb-123456789012-1234567890123-${some(24)}`,
  'Slack, of an app': `xapp-1-A0123456789-1234567890123-${hex(64)}`,
  Stripe: `sk_live_${some(24)}`,
  'Stripe, restricted': `rk_live_${some(24)}`,
  'Stripe, webhook': `whsec_${some(32)}`,
  Tailscale: `tskey-auth-${some(12)}-${some(32)}`,
  Telegram: `123456789:AA${some(33)}`,
  Vercel: `vcp_${some(24)}`,
  npm: `npm_${some(36)}`,
  xAI: `xai-${some(80)}`,
}

describe.each(Object.entries(keys))('the key of %s goes', (_, key) => {
  test.each([
    ['alone', key],
    ['in a sentence', `it is ${key}, and no other`],
    ['in JSON', JSON.stringify({ note: `it is\n${key}` })],
    ['in JSON in JSON', JSON.stringify({ note: JSON.stringify({ note: `it is\n${key}` }) })],
    ['as the value of a variable', `export SOME_VALUE=${key}`],
  ])('%s', (_where, text) => {
    expect(clean(text)).not.toContain(key)
    expect(clean(clean(text))).toBe(clean(text))
  })
})

const password = 'correcthorse'
const rest = (secret: string) => [secret, secret.slice(2)]

/** Where a secret is only told by what stands before it: of letters alone, of a path's looks, or of all signs. */
describe.each([password, 'hunter2', '~/pl4nted', '/pl4nted/x', '.pl4nted', 'pl4n-ted_+=!'])(
  'the secret %s goes',
  (secret) => {
    test.each([
      `password: ${secret}`,
      `  password: ${secret}\n  user: me`,
      `password = ${secret}`,
      `{password: ${secret}, user: me}`,
      `exec printed: passwd: ${secret}`,
      `token=${secret}`,
      `token=${secret} and more`,
      `DB_PASSWORD=${secret}`,
      `export OPENAI_API_KEY=${secret}`,
      `export STRIPE_KEY=${secret}`,
      `MY_SECRET="${secret}"`,
      `curl --api-key ${secret} x`,
      `curl --api-key=${secret} x`,
      `run --gateway-token ${secret}`,
      `["run","--password","${secret}"]`,
      `{apiKey: '${secret}'}`,
      `{ apiKey: "${secret}" }`,
      `const botToken = '${secret}'`,
      `{"botToken":"${secret}"}`,
      `{"secretAccessKey":"${secret}"}`,
      `{"aws_secret_access_key": "${secret}"}`,
      `{"webhookSecret":"${secret}"}`,
      `{"clientSecret":"${secret}"}`,
      `{"signing-key":"${secret}"}`,
      `{"set-cookie":["sid=${secret}; Path=/","b=${secret}"]}`,
      `set-cookie: sid=${secret}`,
      `session_id=${secret}`,
      `PHPSESSID=${secret}`,
      `X-Api-Key: ${secret}`,
      `?api_key=${secret}&x=1`,
    ])('%s', (text) => {
      for (const written of [text, JSON.stringify({ text }), JSON.stringify({ text: JSON.stringify({ text }) })]) {
        expect(rest(secret).filter((part) => clean(written).includes(part))).toEqual([])
        expect(clean(clean(written))).toBe(clean(written))
      }
    })
  },
)

test.each([
  'redis://:pl4nted@host:1',
  'postgres://me:pl4nted@host.example/x',
  'amqps://a:pl4nted@h',
  `https://hooks.slack.com/services/T${some(8)}/B${some(8)}/pl4nted`,
])('the secret in %s goes', (text) => expect(clean(text)).not.toContain('pl4nted'))

test.each(['correcthorsebattery', '/pl4nted/of-path', '~pl4nted', '.pl4nted-dot', 'pl4nted'.repeat(3)])(
  'the value %s of a variable of the environment goes, whatever it looks like',
  (value) => {
    const own = new Redactor({ env: { SOME_SECRET: value }, home: undefined })
    expect(own.text(`it is ${value}.`)).toBe('it is <env SOME_SECRET>.')
    expect(own.text(JSON.stringify({ it: value }))).toBe('{"it":"<env SOME_SECRET>"}')
  },
)

test('a setting of the environment is none, nor is a part of a word', () => {
  const env = {
    PWD: '/srv/here',
    OLDPWD: '/srv/there',
    SSH_AUTH_SOCK: '/run/agent.1',
    AUTH_MODE: 'assistants',
    TOKEN_FILE: '/run/token-1',
    MY_KEY: 'horsebattery',
  }
  const text = '/srv/here /run/agent.1 assistants /run/token-1 horsebatteryx'
  expect(new Redactor({ env, home: undefined }).text(text)).toBe(text)
})

test.each([
  'The password must have eight letters; a token is longer.',
  'Unexpected token: } in JSON at position 5',
  'SyntaxError: Unexpected token < in JSON',
  'Invalid token: it has expired',
  'set --token to the value of the gateway, or leave --password out',
  'usage: run [--api-key <key>] [--token <token>]',
  'max_tokens=8192 total_tokens: 12, "inputTokens":12',
  'if (token === undefined) return null',
  'token: null, password=false, secret: undefined, apiKey: %KEY%, token=$TOKEN',
  '{"sessionKey":"agent:main:main","sessionId":"0b1c","idempotencyKey":"run-7","runId":"7"}',
  '{"tokenType":"Bearer","authMode":"token","tokens":["a","b"],"key":"value"}',
  'primary key=id, sort key: name, keyboard=qwerty',
  'toolu_01AbCdEfGhIjKlMnOpQrStUv call_7QQ7r00 msg_01XFDUDYJgAACzvnptvVoYEL',
  'agents/main/sessions/0f8fad5b-d9cb-469f-a165-70867728950e.jsonl',
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  'at 12:34:56.789 http://127.0.0.1:18789/chat?session=main',
  'a returned 7QQ7r00; b returned 8RR8s11',
  'basic auth and bearer tokens are two ways to sign in',
])('what is no secret stays: %s', (text) => {
  for (const written of [text, JSON.stringify({ text })]) expect(clean(written)).toBe(written)
})

test("secretlint's recommended rules find each of these, and none when they are redacted", async () => {
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }
  const found = async (content: string) => {
    const source = { content, filePath: 'x.txt', ext: '.txt', contentType: 'text' } as const
    return (await lintSource({ source, options: { config } })).messages.map(({ ruleId }) => String(ruleId))
  }
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${some(64)}\n${some(64)}\n${some(64)}\n-----END RSA PRIVATE KEY-----`
  const more = [
    pem,
    `aws_secret_access_key = ${some(40)}`,
    `//registry.npmjs.org/:_authToken=${some(36)}`,
    'https://me:pl4nted-password@example.com/x',
    'mongodb://me:pl4nted@db.example.com/x',
    'mysql://root:pl4nted@db.example.com/x',
    'postgresql://me:pl4nted@db.example.com/x',
    `https://hooks.slack.com/services/T${some(8)}/B${some(8)}/${some(24)}`,
  ]
  const all = [...Object.values(keys), ...more]
  const rules = new Set((await Promise.all(all.map(found))).flat())
  expect(rules.size).toBeGreaterThan(20)
  const left = await Promise.all(all.map(async (text) => ((await found(clean(text))).length > 0 ? [text] : [])))
  expect(left.flat()).toEqual([])
})

test('our own scenarios and documents stay as they are', () => {
  const files = globSync(['scenarios/**/*.ts', 'docs/*.md', 'README.md'])
  expect(files.length).toBeGreaterThan(100)
  const changed = files.filter((file) => {
    const text = readFileSync(file, 'utf8')
    return clean(text) !== text
  })
  expect(changed).toEqual([])
})

test('an entry that tells which token was changed tells it', () => {
  const entry = {
    kind: 'auth-changed',
    credential: 'device-token',
    how: 'rotated',
    client: 'desk',
    shows: 'old-device-token',
  }
  expect(clean(JSON.stringify(entry))).toBe(JSON.stringify(entry))
})
