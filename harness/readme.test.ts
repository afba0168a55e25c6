import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { oracles } from './oracles/index.ts'
import { parseScenario } from './scenario/schema.ts'
import { stepKinds } from './steps/index.ts'

const readme = readFileSync('README.md', 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, code = '']) => code)

test('the scenario in the README is one that runs', () => {
  expect(blocks('ts')).toEqual([readFileSync('scenarios/stop-one-running.ts', 'utf8')])
})

test('the JSON in the README is a scenario', () => {
  expect(blocks('json').map((text) => parseScenario(JSON.parse(text), 'README.md').steps.length)).toEqual([6])
})

test('every claim has its line, and every step that is named is one', () => {
  for (const { claim, sentence } of oracles)
    expect(readme.replace(/ +/g, ' ')).toContain(`| \`${claim}\` | ${sentence.split(';')[0]}`)
  const named = [...readme.matchAll(/`((?:user|client|model|tool|gateway|store)\.\w+)\(/g)].map(([, step = '']) => step)
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((step) => !(step in stepKinds))).toEqual([])
})

test('every command names a script that is there, and every link a file', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const named = [...readme.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name)
  expect([...named, 'test'].filter((name) => !(name in scripts))).toEqual([])
  const links = [...readme.matchAll(/\]\(([^)h][^)]*)\)/g)].map(([, path = '']) => path)
  expect(links.filter((path) => !existsSync(path))).toEqual([])
})
