import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { lostResult, reportOf, resultOf, writeRun } from '../report/example.ts'
import { renderJson } from '../report/json.ts'
import { pageTemplate } from '../report/template.ts'
import { runOptions } from './arguments.ts'
import { commandOptions } from './command-options.ts'
import { help, helpOf } from './help.ts'
import { commands } from './index.ts'

// built once for each state of its sources, which takes longer than a test may on a busy machine
beforeAll(pageTemplate, 60_000)

describe('the help', () => {
  const lines = help.trimEnd().split('\n')

  test('fits one screen', () => {
    expect(lines.length).toBeLessThanOrEqual(40)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('names every command', () => {
    expect(Object.keys(commands).filter((name) => !lines.some((line) => line.startsWith(name)))).toEqual([])
  })
})

describe('the help of a command', () => {
  test.each(Object.keys(commands))('%s: how it is called, what it does, and each of its options', async (name) => {
    const text = helpOf(name)
    expect(text.split('\n').length).toBeGreaterThan(2)
    const file = `harness/commands/${name === 'new' ? 'new' : name}.ts`
    const [, options = ''] = /^const options = \{\n([\s\S]*?)^\}/m.exec(await readFile(file, 'utf8')) ?? []
    const names = [...options.matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map(([, option = '']) => option)
    expect(names.filter((option) => !text.includes(`--${option}`))).toEqual([])
  })

  test('another word has the help of all', () => {
    expect(helpOf('constructor')).toBe(help)
  })

  test('an option that is told of is one', async () => {
    for (const [name, rows] of Object.entries(commandOptions)) {
      const source = await readFile(`harness/commands/${name}.ts`, 'utf8')
      const told = rows.flatMap(([option]) => [...option.matchAll(/--([\w-]+)/g)].map(([, one = '']) => one))
      const known = (option: string) =>
        new RegExp(`^ {2}'?${option}'?: \\{|\\b${option}: \\{ type|'--${option}'`, 'm').test(source) ||
        runOptions.includes(`--${option}`)
      expect(told.filter((option) => !known(option))).toEqual([])
    }
  })
})

test('completion prints a script with commands, options, claims and scenarios', async () => {
  const log = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  onTestFinished(() => log.mockRestore())
  for (const shell of ['bash', 'zsh', 'fish']) expect(await commands.completion?.run([shell])).toBe(0)
  const said = log.mock.calls.flat().map(String)
  expect(said).toHaveLength(3)
  for (const script of said)
    for (const word of ['explain', '--last-failed', 'results-kept', 'scenarios/stop-one-running.ts', 'openclaw'])
      expect(script).toContain(word)
  await expect(commands.completion?.run(['tcsh'])).rejects.toThrow('one of: bash, zsh, fish')
})

test('open needs a report', async () => {
  await expect(commands.open?.run(['/nowhere'])).rejects.toThrow('there is no report in /nowhere')
})

test('report needs a run, and one that is there', async () => {
  await expect(commands.report?.run([])).rejects.toThrow('report needs the folder of a run')
  await expect(commands.report?.run(['/nowhere/report.json'])).rejects.toThrow('cannot read /nowhere/report.json')
})

test('report renders what is stored, and does not change it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stored-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const log = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  onTestFinished(() => log.mockRestore())
  const run = join(folder, 'run')
  await writeRun(run, lostResult())
  const file = join(folder, 'report.json')
  const one = renderJson([reportOf([resultOf(lostResult(), { folder: run })])])
  await writeFile(file, one)
  expect(await commands.report?.run([file, run])).toBe(1)
  expect(await commands.report?.run([run])).toBe(1)
  expect(await readFile(file, 'utf8')).toBe(one)
  expect((await readdir(folder)).toSorted()).toEqual([
    'badge.json',
    'index.html',
    'junit.xml',
    'report.json',
    'run',
    'summary.md',
  ])
  expect(await readFile(join(folder, 'summary.md'), 'utf8')).toContain('**a stop**')
  expect((await readdir(run)).toSorted()).toEqual([
    'badge.json',
    'index.html',
    'junit.xml',
    'record.jsonl',
    'summary.md',
  ])
})

test('judge needs the folder of a run', async () => {
  await expect(commands.judge?.run([])).rejects.toThrow('judge needs the folder')
})
