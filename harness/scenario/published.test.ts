import { globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { kindOf, type Step, stepKinds } from '../steps/index.ts'
import { loadScenarios } from './load.ts'
import { publishedSchemas, shortest, stepDocs, stepsPage } from './published.ts'
import { reproText } from './repro.ts'
import { stepExamples } from './step-examples.ts'

const kinds = Object.keys(stepKinds) as Step['do'][]
const schemas = publishedSchemas()

test.each(Object.entries(schemas))('docs/%s is what the schema says', async (name, schema) => {
  await expect(`${JSON.stringify(schema, null, 1)}\n`).toMatchFileSnapshot(`../../docs/${name}`)
})

test('docs/steps.md is what the steps say', async () => {
  await expect(stepsPage()).toMatchFileSnapshot('../../docs/steps.md')
})

describe.each(kinds)('%s', (kind) => {
  test('has an example, which is the same step as JSON', () => {
    const step = { ...stepExamples[kind]() }
    expect(step.do).toBe(kind)
    expect(kindOf(step).schema.parse(JSON.parse(JSON.stringify(shortest(step))))).toEqual(step)
  })

  test('says what it does', () => {
    expect(stepDocs()[kind]).toMatch(/^[A-Z].{20,}\.$/)
  })
})

test('what is left out of an example is what is so by default, and no more', () => {
  expect(shortest({ do: 'user.stops', session: 'main', client: 'phone', when: 'now', until: 'acknowledged' })).toEqual({
    do: 'user.stops',
    client: 'phone',
  })
})

describe('an editor with the published schema', () => {
  // what zod reads from the JSON itself, and not from the code that it was made of
  const read = (name: string) => z.fromJSONSchema(schemas[name] as Parameters<typeof z.fromJSONSchema>[0])
  const scenario = read('scenario.schema.json')
  const repro = read('repro.schema.json')

  test.each(globSync('scenarios/**/*.ts'))('takes %s, alone and in a repro', async (file) => {
    const loaded = JSON.parse(JSON.stringify(await loadScenarios(file)))
    expect(z.array(scenario).safeParse(loaded).success).toBe(true)
    const parts = { gateway: 'openclaw@1.0.0', api: 'x', seed: 7, scenario: loaded[0] }
    const claims = [
      { claim: 'no-400-loop', verdict: 'fail', why: '', findings: [{ says: 'x', entries: [], excerpt: [] }] },
    ]
    const text = reproText(parts, { verdict: 'fail', missed: [], claims: claims as never }) ?? ''
    expect(repro.safeParse(JSON.parse(text)).success).toBe(true)
  })

  test.each([
    ['a step that is none', { do: 'gateway.explodes' }],
    ['another field', { do: 'user.stops', shell: 'x' }],
    ['a text as a path', { do: 'user.says', text: 'MEDIA:/etc/passwd' }],
    ['a number that is too large', { do: 'gateway.blocks', ms: 1e9 }],
  ])('refuses %s', (_, step) => {
    expect(scenario.safeParse({ title: 't', steps: [{ do: 'user.says', text: 'x' }] }).success).toBe(true)
    expect(scenario.safeParse({ title: 't', steps: [step] }).success).toBe(false)
  })
})
