import { dim, paint } from '../report/text.ts'
import type { CellState, SafeMap } from './map.ts'
import { coverageLines, findingLines, legend, signs, summaryOf } from './map-words.ts'

/** The map in lines for a terminal: columns by number, and what they are below. */
export function describeMap(map: SafeMap): string[] {
  const { instants, faults, cells, findings } = map
  const states = new Map(cells.map(({ instant, fault, state }) => [`${fault} at ${instant}`, state]))
  const width = Math.max(0, ...instants.map(({ length }) => length))
  const head = (digit: (n: number) => string) =>
    dim(`${''.padEnd(width)} ${faults.map((_, n) => digit(n + 1)).join(' ')}`)
  const rows = instants.map((instant) => {
    const signed = faults.map((fault) => painted(states.get(`${fault} at ${instant}`) ?? { is: 'untried' }))
    return `${instant.padEnd(width)} ${signed.join(' ')}`
  })
  return [
    head((n) => (n < 10 ? ' ' : String(Math.floor(n / 10)))),
    head((n) => String(n % 10)),
    ...rows,
    dim(legend),
    dim(faults.map((fault, n) => `${n + 1} ${fault}`).join(' · ')),
    ...findings.flatMap((finding) => ['', ...findingLines(finding)]),
    '',
    ...coverageLines(map),
    summaryOf(map),
  ]
}

function painted(state: CellState): string {
  const sign = signs[state.is]
  if (state.is === 'green') return paint('pass', sign)
  if (state.is === 'red') return paint('fail', sign)
  return state.is === 'unknown' ? paint('inconclusive', sign) : dim(sign)
}
