import { expect, test } from 'vitest'
import { lacks } from './lacks.ts'

const openclaw = (version: string) => ({ name: 'openclaw', version, folder: '/x', node: '/x/node' })

test('what a version has not is said with its number', () => {
  expect(lacks('stop-after-tools', openclaw('2026.9.6'))).toBe('openclaw 2026.9.6 has no /stop --after-tools')
  expect(lacks('mcp', openclaw('2026.1.29'))).toBe('openclaw 2026.1.29 runs no MCP servers')
  expect(lacks('mcp-timeout', openclaw('2026.4.14'))).toContain('time-out for MCP tools')
})

test('what it has is not lacking', () => {
  expect(lacks('mcp', openclaw('2026.4.14'))).toBeUndefined()
  expect(lacks('mcp-timeout', openclaw('2026.9.6'))).toBeUndefined()
  expect(lacks('reset', openclaw('2026.1.29'))).toBeUndefined()
})
