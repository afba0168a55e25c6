import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectationsFile, readExpectations } from '../expectations/expectations.ts'
import { includes } from '../expectations/versions.ts'

/** Rows of agents: whose and which finding, the version and the scenarios that it was seen with, and the claims that failed. */
const rows = readFileSync('docs/track-record.md', 'utf8').match(/^\| (?:pi|codex) \d+ \|.*$/gm) ?? []
const quoted = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

describe('findings of pi and codex', () => {
  test('are told', () => expect(rows.length).toBeGreaterThan(0))

  test.each(rows.map((row) => [row.split('|')[1]?.trim() ?? '', row]))(
    '%s is listed, so that it is no news',
    async (name, row) => {
      const [, , version = '', scenarios, claims] = row.split('|').map((cell) => cell.trim())
      const known = (await readExpectations(expectationsFile(name.split(' ')[0] ?? ''))) ?? []
      const listed = known.filter((one) => one.note?.endsWith(`, ${name}`) && includes(one.versions, version))
      const files = listed.map(({ scenario }) => scenario.replace(/\.ts$/, ''))
      expect(quoted(scenarios).filter((told) => !files.some((file) => file.endsWith(`/${told}`)))).toEqual([])
      expect(quoted(claims).filter((claim) => !listed.some((one) => one.claim === claim))).toEqual([])
    },
  )
})
