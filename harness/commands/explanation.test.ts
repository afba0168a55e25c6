import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { oracles } from '../oracles/index.ts'
import { model, scenario, tool, user } from '../scenario/builders.ts'
import { loadScenarios } from '../scenario/load.ts'
import type { Repro } from '../scenario/repro.ts'
import { explanationOf } from './explanation.ts'

const attack = scenario({
  title: 'a batch is cut',
  issue: 'openclaw/openclaw#1',
  gateway: { whileBusy: 'steer', signIn: 'expired-oauth', mcpTimeoutSeconds: 5 },
  steps: [
    user.says('compare', { session: 'b', client: 'phone' }),
    model.calls('a', tool.call('b', { mcp: true, timeoutSeconds: 3 })).cutAfter('b', 'input', 2),
    tool.finishes('a'),
    { ...model.calls(tool.call('c', { unknown: true, idOf: 'a' })), ends: 'max-tokens' },
  ],
})

test('says who does what and when, what goes wrong on purpose, and what is judged', () => {
  const repro = { gateway: 'openclaw@1.0.0', api: 'x', seed: 7, findings: [{ claim: 'no-400-loop', says: 'again' }] }
  const lines = explanationOf(attack, repro as Repro)
  expect(lines.slice(0, 13)).toEqual([
    'a batch is cut',
    'See openclaw/openclaw#1.',
    'Found on openclaw@1.0.0 through x with seed 7; what failed: no-400-loop.',
    '- no-400-loop: again',
    '',
    'The gateway puts a message into the run that is under way.',
    "The gateway asks the vendor's own hosts, which are answered in its process.",
    'The gateway is signed in by OAuth, with a token that has expired.',
    'The gateway waits 5 s for a tool of an MCP server.',
    'Each step comes when the one before it has been seen to happen; ! marks what goes wrong on purpose.',
    '',
    '  1. The user says "compare" in session b (client phone).',
    '! 2. The model calls a, b (of the MCP server, time-out 3 s), and the stream is cut after "b input 2".',
  ])
  expect(lines[14]).toBe('! 4. The model calls c (with the id of a, a tool that nobody has), and runs out of tokens.')
  const [needs = ''] = lines.filter((line) => line.startsWith('A gateway without '))
  for (const need of ['while-busy-steer', 'sign-in', 'mcp-timeout', 'clients', 'mcp'])
    expect(needs.split(/[ ,]+/)).toContain(need)
  expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(1 + oracles.length)
})

test.each(globSync('scenarios/**/*.ts'))('has a sentence for each step of %s', async (file) => {
  for (const scenario of await loadScenarios(file)) {
    const sentences = explanationOf(scenario).filter((line) => /^[! ] +\d+\. [A-Z].*\.$/.test(line))
    expect(sentences).toHaveLength(scenario.steps.length)
  }
})
