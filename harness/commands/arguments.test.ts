import { describe, expect, test } from 'vitest'
import { openclaw } from '../gateways/openclaw/driver.ts'
import { reference } from '../gateways/reference/driver.ts'
import { apiOf, parseArguments } from './arguments.ts'

describe('parseArguments', () => {
  test('without words: every scenario on the default gateway, with a seed of its own', () => {
    const { gateway, api, files, flags, seed } = parseArguments([])
    expect({ gateway, api, files, flags }).toEqual({
      gateway: expect.stringMatching(/^openclaw@\d/),
      api: undefined,
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

  test.each([
    [['--seed', 'x'], '--seed x is not a whole number'],
    [['--port', '70000'], '--port 70000 is not a whole number from 1 to 65535'],
    [['--gateway'], '--gateway needs a value'],
    [['--runtime', 'pod'], '--runtime pod is not known; there are: process, container'],
    [['--image', 'x'], '--image x is for containers; add --runtime container'],
  ])('refuses %j', (words, message) => {
    expect(() => parseArguments(words)).toThrow(message)
  })
})

test('the API is one that the chosen gateway speaks, its first unless told otherwise', () => {
  expect(apiOf(openclaw)).toBe('anthropic-messages')
  expect(apiOf(openclaw, 'openai-responses')).toBe('openai-responses')
  expect(() => apiOf(reference, 'openai-responses')).toThrow('--api openai-responses is not spoken by reference')
})
