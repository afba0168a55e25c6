import { describe, expect, test } from 'vitest'
import { openclaw } from '../gateways/openclaw/driver.ts'
import { reference } from '../gateways/reference/driver.ts'
import type { Repro } from '../scenario/repro.ts'
import { apiOf, parseArguments, wordsOf } from './arguments.ts'

describe('parseArguments', () => {
  test('without words: the core on the default gateway, with a seed of its own', () => {
    const { gateways, api, files, flags, seed } = parseArguments([])
    expect({ gateways, api, files, flags }).toEqual({
      gateways: [expect.stringMatching(/^openclaw@\d/)],
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
    const { files, gateways, seed, flags } = parseArguments(words)
    expect({ files, gateways, seed }).toEqual({ files: ['stop'], gateways: ['openclaw@2026.4.14'], seed: 7 })
    expect(flags).toEqual(['-t', 'SIGTERM', '--reporter=junit', '--shard', '1/2'])
  })

  test('what a repro was found on holds, unless the words say otherwise', () => {
    const repro = { gateway: 'openclaw@2026.4.14', api: 'openai-responses', seed: 7 } as Repro
    const parse = (...words: string[]) => parseArguments([...wordsOf(repro, words), ...words])
    const found = { gateways: [repro.gateway], api: repro.api, seed: 7, route: 'configured', files: ['x.json'] }
    expect(parse('x.json')).toMatchObject(found)
    expect(parse('x.json', '--gateway=reference', '--seed', '8')).toMatchObject({ gateways: ['reference'], seed: 8 })
    expect(parse('x.json', '--matrix').gateways.length).toBeGreaterThan(1)
  })

  test('a matrix is of the versions of one gateway, or of each agent that people use', () => {
    const { gateways, files } = parseArguments(['core', '--matrix', 'agents'])
    expect(files).toEqual(['core'])
    expect(gateways.map((one) => one.split('@')[0])).toEqual(
      expect.arrayContaining(['openclaw', 'codex', 'gemini-cli']),
    )
    expect(gateways.some((one) => one.startsWith('reference'))).toBe(false)
    expect(() => parseArguments(['--matrix', 'agents', '--gateway', 'pi'])).toThrow('--matrix has a list of its own')
  })

  test('what follows -- is the command of a gateway, as one word that a repro can carry', () => {
    const { gateways, files } = parseArguments(['stop', '--gateway', 'acp', '--', 'node', 'my agent.js', '--acp'])
    expect({ gateways, files }).toEqual({ gateways: ["acp@node 'my agent.js' --acp"], files: ['stop'] })
    expect(parseArguments(['--gateway', gateways[0] ?? '']).gateways).toEqual(gateways)
    expect(() => parseArguments(['--', 'agent'])).toThrow('--gateway needs a value')
  })

  test('drivers of the user’s own are named, and theirs are meant where no gateway is', () => {
    expect(parseArguments(['--driver', './a.ts,pack'])).toMatchObject({ drivers: ['./a.ts', 'pack'], gateways: [] })
    expect(parseArguments(['--driver', './a.ts', '--gateway', 'mine']).gateways).toEqual(['mine'])
  })

  test('standard input is a file, and a scenario can be run several times', () => {
    expect(parseArguments(['-', '--times', '3'])).toMatchObject({ files: ['-'], times: 3 })
    expect(parseArguments([]).times).toBe(1)
  })

  test.each([
    [
      ['--gateway', 'openclaw@2026.1.29,2026.4.14,reference'],
      ['openclaw@2026.1.29', 'openclaw@2026.4.14', 'reference'],
    ],
    [['--gateway', 'reference,reference'], ['reference']],
    [['--gateway', '../mine'], ['../mine']],
  ])('%j names %j', (words, gateways) => {
    expect(parseArguments(words).gateways).toEqual(gateways)
  })

  test('--matrix is a list that is kept', () => {
    expect(parseArguments(['--matrix']).gateways).toEqual(openclaw.matrix?.map((version) => `openclaw@${version}`))
    expect(() => parseArguments(['--matrix', '--gateway', 'reference'])).toThrow('a list of its own')
  })

  test.each([
    [[], 'compare'],
    [['--no-expectations'], 'ignore'],
    [['--update-expectations'], 'update'],
  ])('%j: what is known is to be held against a run: %s', (words, expectations) => {
    expect(parseArguments(words)).toMatchObject({ expectations, flags: [], files: [] })
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
