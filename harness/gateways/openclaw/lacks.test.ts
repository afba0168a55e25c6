import { expect, test } from 'vitest'
import type { Need } from '../../need.ts'
import { lacks } from './lacks.ts'

const lacking = (need: Need, version: string, api = 'anthropic-messages') =>
  lacks(need, { name: 'openclaw', version, folder: '/x', node: '/x/node' }, api)

test('cooldowns are gone from its configuration since 2026.8', () => {
  expect(lacking('cooldowns', '2026.7.1-2')).toBeUndefined()
  expect(lacking('cooldowns', '2026.9.6')).toBe('openclaw 2026.9.6 has no auth.cooldowns')
})

test('what a version has not is said with its number', () => {
  expect(lacking('stop-after-tools', '2026.9.6')).toBe('openclaw 2026.9.6 has no /stop --after-tools')
  expect(lacking('parallel-tools', '2026.1.29')).toContain('runs the calls of a reply one after another')
  expect(lacking('parallel-tools', '2026.3.13')).toBeUndefined()
  expect(lacking('mcp', '2026.1.29')).toBe('openclaw 2026.1.29 runs no MCP servers')
  expect(lacking('sign-in', '2026.9.6', 'openai-completions')).toContain('no OAuth sign-in for openai-completions')
  expect(lacking('mcp-timeout', '2026.4.14')).toContain('time-out for MCP tools')
})

test('what it has is not lacking', () => {
  expect(lacking('mcp', '2026.4.14')).toBeUndefined()
  expect(lacking('mcp-timeout', '2026.9.6')).toBeUndefined()
  expect(lacking('reset', '2026.1.29')).toBeUndefined()
  expect(lacking('sign-in', '2026.9.6')).toBeUndefined()
})

test('a page that is not there is lacking, before anything is started', () => {
  expect(lacking('page', '2026.9.6')).toMatch(/has no Control UI|there is no Chromium here/)
})
