import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseRepro } from './scenario/repro.ts'

const sources = ['driver.ts', 'exec.ts', 'conformance.test.ts'].map((name) =>
  readFileSync(`harness/gateways/reference/${name}`, 'utf8'),
)

test('the code in docs/your-own-gateway.md is that of the reference driver, which its conformance test runs', () => {
  const text = readFileSync('docs/your-own-gateway.md', 'utf8')
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
  expect(blocks).toHaveLength(sources.length)
  for (const [index, code] of blocks.entries()) expect(sources[index]).toContain(code)
})

test('the file in docs/reproducing.md is a repro', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/reproducing.md', 'utf8')) ?? []
  expect(parseRepro(JSON.parse(json), 'docs/reproducing.md').scenario.steps).toHaveLength(7)
})
