import { HarnessError } from '../errors.ts'
import type { CellState, MapFinding, SafeMap } from './map.ts'

/** A map with the folder that its findings are in. */
export type PlacedMap = { readonly map: SafeMap; readonly folder: string }

/** One map of several, and where each file of a finding goes: from a path of its map to one of the merged map. */
export type Merged = {
  readonly map: SafeMap
  readonly files: readonly { readonly folder: string; readonly from: string; readonly to: string }[]
}

/**
 * Puts maps of one gateway together, as `--shard` leaves them: each cell as whoever has tried it says, each cause once.
 * @throws HarnessError USAGE when they are not parts of one map
 */
export function mergeMaps(placed: readonly [PlacedMap, ...PlacedMap[]]): Merged {
  const [{ map: first }] = placed
  for (const { map, folder } of placed)
    if (keyOf(map) !== keyOf(first))
      throw new HarnessError('USAGE', `${folder} is no part of the same map: ${keyOf(map)}`)
  const findings = mergeFindings(placed)
  const maps = placed.map(({ map }) => map)
  const sum = (count: (map: SafeMap) => number) => maps.reduce((all, map) => all + count(map), 0)
  const map: SafeMap = {
    ...first,
    cells: first.cells.map(({ instant, fault }, index) => {
      const states = placed.map((one) => numbered(one.map.cells[index]?.state, one, findings))
      return { instant, fault, state: states.toSorted((a, b) => weightOf(a) - weightOf(b))[0] ?? { is: 'untried' } }
    }),
    findings: findings.map(({ finding }) => finding),
    unconfirmed: maps.flatMap(({ unconfirmed }) => unconfirmed),
    drawn: {
      schedules: sum(({ drawn }) => drawn.schedules),
      passed: sum(({ drawn }) => drawn.passed),
      pairs: maps.reduce((all, { drawn }) => added(all, drawn.pairs), {}),
    },
    ms: sum(({ ms }) => ms),
    verdicts: sum(({ verdicts }) => verdicts),
  }
  return { map, files: findings.flatMap(({ files }) => files) }
}

function keyOf({ gateway, api, seed, instants, faults }: SafeMap): string {
  return `${gateway} by ${api} with seed ${seed}, ${instants.length} instants × ${faults.length} faults`
}

type Numbered = { readonly finding: MapFinding; readonly files: Merged['files'] }

/** The findings by their causes, numbered anew; of the same cause the smallest schedule is kept. */
function mergeFindings(placed: readonly PlacedMap[]): Numbered[] {
  const all = placed.flatMap(({ map, folder }) => map.findings.map((finding) => ({ finding, folder })))
  return [...Map.groupBy(all, ({ finding }) => finding.key).values()].map((group, index) => {
    const best = group.toSorted((a, b) => sizeOf(a.finding) - sizeOf(b.finding))[0] as (typeof group)[number]
    const number = index + 1
    const files = (['scenario', 'repro'] as const).flatMap((kind) => {
      const from = best.finding[kind]
      return from === undefined ? [] : [{ kind, from, to: from.replace(/\/\d+-/, `/${number}-`), folder: best.folder }]
    })
    const moved = Object.fromEntries(files.map(({ kind, to }) => [kind, to]))
    return { finding: { ...best.finding, number, ...moved }, files }
  })
}

/** One that could be written down comes first. */
function sizeOf({ scenario, steps }: MapFinding): number {
  return scenario === undefined ? Number.MAX_SAFE_INTEGER : steps.length
}

function numbered(state: CellState | undefined, { map }: PlacedMap, findings: readonly Numbered[]): CellState {
  if (state?.is !== 'red') return state ?? { is: 'untried' }
  const key = map.findings.find(({ number }) => number === state.finding)?.key
  return { ...state, finding: findings.find(({ finding }) => finding.key === key)?.finding.number ?? 0 }
}

/** What says more of a cell comes first. */
const order: readonly CellState['is'][] = ['red', 'green', 'not', 'same', 'unknown', 'untried']

function weightOf({ is }: CellState): number {
  return order.indexOf(is)
}

function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const all = { ...a }
  for (const [pair, count] of Object.entries(b)) all[pair] = (all[pair] ?? 0) + count
  return all
}
