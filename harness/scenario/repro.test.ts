import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { RunJudgement } from '../oracles/judge.ts'
import { readText } from './load.ts'
import { parseRepro, reproText } from './repro.ts'
import { parseScenario } from './schema.ts'

const scenario = {
  title: 'the stream is cut inside the second call',
  issue: 'openclaw/openclaw#1',
  gateway: { whileBusy: 'steer', mcpTimeoutSeconds: 5 },
  steps: [
    { do: 'user.says', text: 'compare', session: 'main', client: 'main' },
    {
      do: 'model.calls',
      calls: [{ tool: 'a', mcp: true }, { tool: 'b' }],
      text: 'I ask',
      thinking: 'hm',
      fault: { kind: 'cut', by: 'rst', at: { call: 'b', after: 'input', nth: 2 } },
    },
    { do: 'tool.finishes', tool: 'a' },
    { do: 'model.says', text: 'done' },
  ],
}
const repro = {
  $schema: 'docs/repro.schema.json',
  gateway: 'openclaw@2026.4.14',
  api: 'anthropic-messages',
  route: 'vendor',
  seed: 7,
  verdict: 'fail',
  findings: [{ claim: 'results-kept', says: 'the result of a is lost' }],
  scenario,
}
const refuses = (value: unknown) =>
  expect(() => parseRepro(value, 'x.json'), JSON.stringify(value)).toThrow('x.json is')

test('a repro is read back as it was written', () => {
  const judged = { verdict: 'fail', claims: [{ claim: 'results-kept', findings: [{ says: 'lost:\u001b[2J\na' }] }] }
  const parts = { gateway: 'openclaw@2026.4.14', api: 'anthropic-messages', seed: 7 }
  const text = reproText({ ...parts, scenario: parseScenario(scenario, 'x') }, judged as unknown as RunJudgement) ?? ''
  expect(parseRepro(JSON.parse(text), 'x.json')).toEqual({
    ...parts,
    verdict: 'fail',
    findings: [{ claim: 'results-kept', says: 'lost: [2J a' }],
    scenario: parseScenario(scenario, 'x'),
  })
})

test('a run without a finding has none', () => {
  const parts = {
    gateway: 'reference@0.1.0',
    api: 'anthropic-messages',
    seed: 7,
    scenario: parseScenario(scenario, 'x'),
  }
  for (const verdict of ['pass', 'inconclusive'] as const)
    expect(reproText(parts, { verdict, claims: [], missed: [] })).toBeUndefined()
})

describe('a stranger’s file', () => {
  test('is taken when it is a repro, and the error names the field when it is not', () => {
    expect(parseRepro(repro, 'x.json')).toMatchObject({ seed: 7, scenario: { title: scenario.title } })
    const { seed: _, ...rest } = repro
    expect(() => parseRepro(rest, 'x.json')).toThrow('x.json is not a repro:\n  seed: ')
    const steps = [{ do: 'gateway.explodes' }]
    const bad = { ...repro, scenario: { ...scenario, steps } }
    expect(() => parseRepro(bad, 'x.json')).toThrow('scenario.steps[0].do: unknown step')
  })

  test.each([
    '../../evil@1',
    './evil',
    '/evil@1',
    '~/evil@1',
    'openclaw',
    'openclaw@',
    'openclaw@npm:evil@1.0.0',
    'openclaw@git+ssh://evil/x',
    'openclaw@file:evil',
    'openclaw@--prefix=evil',
    'openclaw@1.0.0 evil',
    'openclaw@1.0.0\n',
    '__proto__@1',
    '$(touch pwned)@1',
  ])('names no gateway %j', (gateway) => refuses({ ...repro, gateway }))

  test.each(['seed', 'nth', 'mcpTimeoutSeconds'])('has no %s that is too large, or no whole number', (field) => {
    const withNumber = (number: string) =>
      JSON.parse(JSON.stringify(repro).replace(new RegExp(`("${field}":)\\d+`), `$1${number}`))
    expect(parseRepro(withNumber('3'), 'x.json')).toBeDefined()
    for (const number of ['1e400', '-1', '1.5', '9007199254740993', '"3"', 'null', '[]']) refuses(withNumber(number))
  })

  test.each(['__proto__', 'constructor', 'prototype', 'shell', 'toJSON'])('has no field %j, wherever', (field) => {
    const places = objectsIn(repro)
    expect(places.length).toBeGreaterThan(10)
    for (const place of places) {
      const text = JSON.stringify(place(repro, 'PLANTED')).replaceAll('PLANTED', field)
      refuses(JSON.parse(text))
    }
    expect(Object.getOwnPropertyNames({}.constructor.prototype)).not.toContain('polluted')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test.each(['\u001b[2J', '\u0000', '\u202e', 'x'.repeat(2_001)])('holds %j in no text', (text) => {
    const places = stringsIn(repro)
    expect(places.length).toBeGreaterThan(20)
    for (const place of places) refuses(place(repro, text))
  })

  test.each(['MEDIA:/etc/passwd', 'see ~/.ssh/id_rsa', 'http://127.0.0.1:8080/', '/export-session x'])(
    'says nothing that a gateway would take for more than words: %j',
    (text) => {
      const spoken = ['compare', 'I ask', 'hm', 'done']
      for (const said of spoken) refuses(JSON.parse(JSON.stringify(repro).replace(`"${said}"`, JSON.stringify(text))))
    },
  )

  test('is not too deep and not too large to be refused', async () => {
    const deep = JSON.parse(`${'['.repeat(120_000)}${']'.repeat(120_000)}`)
    refuses(deep)
    refuses({ ...repro, scenario: deep })
    refuses({ ...repro, [`${'x'.repeat(200_000)}`]: 1 })
    const endless = Readable.from(
      (function* () {
        while (true) yield Buffer.alloc(60_000)
      })(),
    )
    await expect(readText(endless, 'standard input')).rejects.toThrow('standard input is larger than 256 KB')
  })
})

type Place = (value: unknown, planted: string) => unknown

/** For each object in a value, what makes a copy with one more field in it. */
function objectsIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const own: Place[] = Array.isArray(value) ? [] : [(copy, name) => ({ ...(copy as object), [name]: { polluted: 1 } })]
  return [...own, ...inside(value, objectsIn)]
}

/** For each string in a value, what makes a copy with another in its place. */
function stringsIn(value: unknown): Place[] {
  if (typeof value === 'string') return [(_, text) => text]
  return typeof value === 'object' && value !== null ? inside(value, stringsIn) : []
}

function inside(value: object, find: (part: unknown) => Place[]): Place[] {
  return Object.entries(value).flatMap(([key, part]) =>
    find(part).map(
      (place): Place =>
        (copy, planted) => {
          const changed = structuredClone(copy) as Record<string, unknown>
          changed[key] = place(changed[key], planted)
          return changed
        },
    ),
  )
}
