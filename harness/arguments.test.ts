import { describe, expect, test } from 'vitest'
import { help, parseArguments } from './arguments.ts'

describe('parseArguments', () => {
  test('without words: every scenario on the default gateway, with a seed of its own', () => {
    const { gateway, api, files, flags, seed } = parseArguments([])
    expect({ gateway, api, files, flags }).toEqual({
      gateway: expect.stringMatching(/^openclaw@\d/),
      api: 'anthropic-messages',
      files: [],
      flags: [],
    })
    expect(seed).toBeGreaterThanOrEqual(1)
  })

  test('tells files, our options and vitest’s options apart', () => {
    const words = [
      'stop',
      '--gateway',
      'openclaw@2026.4.14',
      '-t',
      'SIGTERM',
      '--seed=7',
      '--reporter=junit',
      '--shard',
      '1/2',
    ]
    const { files, gateway, seed, flags } = parseArguments(words)
    expect({ files, gateway, seed }).toEqual({ files: ['stop'], gateway: 'openclaw@2026.4.14', seed: 7 })
    expect(flags).toEqual(['-t', 'SIGTERM', '--reporter=junit', '--shard', '1/2'])
  })

  test('judge takes the folder of a run', () => {
    expect(parseArguments(['judge', 'reports/runs/x']).judge).toBe('reports/runs/x')
  })

  test.each([
    [['--seed', 'x'], '--seed x is not a whole number'],
    [['--port', '70000'], '--port 70000 is not a whole number from 1 to 65535'],
    [['--gateway'], '--gateway needs a value'],
    [['--api', 'soap'], '--api soap is not spoken'],
    [['judge'], 'judge needs the folder'],
  ])('refuses %j', (words, message) => {
    expect(() => parseArguments(words)).toThrow(message)
  })
})

test('the help fits one screen', () => {
  const lines = help.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(24)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
})
