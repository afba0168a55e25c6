import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { includes } from '../../expectations/versions.ts'
import expectations from './expectations.json' with { type: 'json' }

/** A row of the table: a finding's number, the versions and the scenarios that it was seen with, and the claims that failed. */
const rows = readFileSync('docs/track-record.md', 'utf8').match(/^\| \d+ .*$/gm) ?? []

test.each(rows.map((row) => [row.split('|')[1]?.trim() ?? '', row]))(
  'finding %s is listed, so that it is no news',
  (number, row) => {
    const [, , versions = '', scenarios = '', claims = ''] = row.split('|')
    const [version = ''] = versions.match(/[\d.]+(-\d+)?/) ?? []
    const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    const listed = expectations.filter(({ note }) => new RegExp(`, (\\d+ and )?${number}( and \\d+)?$`).test(note))
    const files = listed.map(({ scenario }) => scenario.replace(/\.ts( > .*)?$/, ''))
    expect(quoted(scenarios).filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([])
    expect(quoted(claims).filter((claim) => !listed.some((one) => one.claim === claim))).toEqual([])
    expect(listed.filter((one) => includes(one.versions, version))).not.toEqual([])
  },
)
