import type { Report } from './json.ts'
import { type Standing, standingOf } from './standing.ts'

/** What is counted, the worst first, with its words and its colour. */
const kinds: readonly (readonly [Standing | 'crash', string, string])[] = [
  ['crash', 'crashed', 'red'],
  ['fail', 'new', 'red'],
  ['gone', 'gone', 'red'],
  ['inconclusive', 'inconclusive', 'yellow'],
  ['known', 'known', 'brightgreen'],
  ['pass', 'passed', 'brightgreen'],
]

/** A badge that counts what reports say, as shields.io reads it (https://shields.io/badges/endpoint-badge): the colour of the worst. */
export function renderBadge(reports: readonly Report[]): string {
  const standings = reports.flatMap(({ crashes, scenarios }) => [
    ...crashes.map(() => 'crash' as const),
    ...scenarios.map(standingOf),
  ])
  const there = kinds.filter(([kind]) => standings.includes(kind))
  const counts = there.map(([kind, word]) => `${standings.filter((standing) => standing === kind).length} ${word}`)
  const badge = {
    schemaVersion: 1,
    label: 'gatecrash',
    message: counts.join(', ') || 'nothing ran',
    color: there[0]?.[2] ?? 'lightgrey',
  }
  return `${JSON.stringify(badge)}\n`
}
