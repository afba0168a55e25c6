import { describe, expect, test } from 'vitest'
import { help } from './help.ts'
import { commands } from './index.ts'

describe('the help', () => {
  const lines = help.trimEnd().split('\n')

  test('fits one screen', () => {
    expect(lines.length).toBeLessThanOrEqual(24)
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

test('judge needs the folder of a run', async () => {
  await expect(commands.judge?.run([])).rejects.toThrow('judge needs the folder')
})
