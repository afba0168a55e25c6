import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { lostResult, reportOf, resultOf, writeRun } from '../report/example.ts'
import { renderJson } from '../report/json.ts'
import { pageTemplate } from '../report/template.ts'
import { help } from './help.ts'
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
  expect((await readdir(folder)).toSorted()).toEqual(['index.html', 'junit.xml', 'report.json', 'run', 'summary.md'])
  expect(await readFile(join(folder, 'summary.md'), 'utf8')).toContain('**a stop**')
  expect((await readdir(run)).toSorted()).toEqual(['index.html', 'junit.xml', 'record.jsonl', 'summary.md'])
})

test('judge needs the folder of a run', async () => {
  await expect(commands.judge?.run([])).rejects.toThrow('judge needs the folder')
})
