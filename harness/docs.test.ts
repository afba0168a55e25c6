import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parseArguments } from './commands/arguments.ts'
import { commands } from './commands/index.ts'
import { scenarioText } from './commands/new-scenario.ts'
import { parseFlags } from './commands/vitest-flags.ts'
import { parseRepro } from './scenario/repro.ts'
import { parseScenario } from './scenario/schema.ts'

const pages = [
  'README.md',
  'llms.txt',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
const ofOneScreen = [
  'quick-start',
  'writing-a-scenario',
  'report',
  'your-own-gateway',
  'reproducing',
  'determinism',
  'architecture',
  'github',
]

function blocks(page: string, language: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code = '']) => code,
  )
}

/** What is to be typed: no comments, no variables, one command each. */
const typed = pages.flatMap((page) =>
  blocks(page, 'sh')
    .flatMap((block) => block.split(/\n|&&/))
    .map((line) =>
      line
        .replace(/ #.*| < .*/, '')
        .replace(/^(?:[A-Z]+=\S* )+/, '')
        .trim(),
    )
    .filter((line) => line !== ''),
)

test('the file in docs/reproducing.md is a repro', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/reproducing.md', 'utf8')) ?? []
  expect(parseRepro(JSON.parse(json), 'docs/reproducing.md').scenario.steps).toHaveLength(7)
})

test('a command that is to be typed is one: its program is there, and it takes these words', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const ours = typed.flatMap((line) => /^(?:npx gatecrash|npm run chaos(?: --)?)(.*)$/.exec(line)?.[1] ?? [])
  expect(ours.length).toBeGreaterThan(30)
  for (const words of ours.map((line) =>
    line
      .trim()
      .split(/ +/)
      .filter((word) => word !== ''),
  )) {
    const isCommand = Object.hasOwn(commands, words[0] ?? '') || words.includes('--help')
    if (!isCommand) parseFlags(parseArguments(words).flags)
  }
  const named = (pattern: RegExp) => typed.flatMap((line) => pattern.exec(line)?.[1] ?? [])
  expect(named(/^npm run ([\w-]+)/).filter((name) => !(name in scripts))).toEqual([])
  expect(named(/^(?:node|npx vitest run) (\S+)/).filter((path) => !existsSync(path))).toEqual([])
})

test.each(pages)('every link of %s leads to a file', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#h][^)#]*)\)/g)].map(([, path = '']) => path)
  expect(links.filter((path) => !existsSync(join(dirname(page), path)))).toEqual([])
})

test.each(ofOneScreen)('docs/%s.md is one screen', (name) => {
  expect(readFileSync(`docs/${name}.md`, 'utf8').split('\n').length).toBeLessThan(66)
})

test('the scenarios in docs/writing-a-scenario.md are what "new" writes, and one of ours', () => {
  const cut = readFileSync('scenarios/stream-cut-in-second-call.ts', 'utf8')
  expect(blocks('docs/writing-a-scenario.md', 'ts')).toEqual([scenarioText('scenarios/my-bug.ts'), cut])
})

test('the JSON in docs/for-coding-agents.md is a scenario', () => {
  const scenarios = blocks('docs/for-coding-agents.md', 'json').map((json) =>
    parseScenario(JSON.parse(json), 'the page'),
  )
  expect(scenarios.map(({ steps }) => steps.length)).toEqual([7])
})

test('what docs/github.md tells the action, it takes', () => {
  const inputs = (text: string) => text.match(/^ +[a-z]+(?=:)/gm)?.map((name) => name.trim()) ?? []
  const [taken = ''] = /(?<=^inputs:\n)[\s\S]*?(?=^outputs:)/m.exec(readFileSync('action.yml', 'utf8')) ?? []
  const [given = ''] = blocks('docs/github.md', 'yaml')
  const told = inputs(given.slice(given.indexOf('with:') + 'with:'.length))
  expect(told).toContain('gateway')
  expect(told.filter((name) => !inputs(taken).includes(name))).toEqual([])
  // and no more than five lines are needed
  expect(given.trimEnd().split('\n')).toHaveLength(5)
})

test('the changelog begins with this version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(/^## (\S+)/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[1]).toBe(version)
})
