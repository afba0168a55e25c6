import { code, text } from '../report/markdown-words.ts'
import type { MapFinding, SafeMap } from './map.ts'
import { coverageLines, legend, signOf, summaryOf, wordsOf } from './map-words.ts'

/** The map as Markdown: the table, what was found, and why cells are not applicable or not known. */
export function renderMapMarkdown(map: SafeMap): string {
  const { instants, faults, findings, cells } = map
  const states = new Map(cells.map(({ instant, fault, state }) => [`${fault} at ${instant}`, state]))
  const heads = faults.map((fault) => text(fault).replaceAll('|', '\\|'))
  const rows = instants.map((instant) => {
    const signed = faults.map((fault) => signOf(states.get(`${fault} at ${instant}`) ?? { is: 'untried' }))
    return `| ${text(instant)} | ${signed.join(' | ')} |`
  })
  return `${[
    `# ${text(map.gateway)}: ${text(map.title)}`,
    '',
    `${text(summaryOf(map))}.`,
    '',
    `${legend}.`,
    '',
    `| | ${heads.join(' | ')} |`,
    `| --- |${' --- |'.repeat(heads.length)}`,
    ...rows,
    '',
    ...(findings.length === 0 ? [] : ['## Findings', '', ...findings.flatMap(findingOf)]),
    ...unconfirmedOf(map),
    ...coverageLines(map).map((line) => `${text(line)}.`),
    '',
    ...reasonsOf(map),
  ].join('\n')}\n`
}

function findingOf(finding: MapFinding): string[] {
  const { number, claim, says, failed, runs, seen, steps, scenario, repro, trackRecord, search } = finding
  const files = [scenario, repro].flatMap((file) => (file === undefined ? [] : [`[${file}](${file})`]))
  return [
    `### ✗${number} ${code(claim)}`,
    '',
    `${text(says)}`,
    '',
    `Seen first: ${text(seen)}. Alone on a fresh gateway: ${failed} of ${runs}. ${files.join(' · ')}`,
    '',
    ...steps.map((step, index) => `${index + 1}. ${text(step)}`),
    '',
    ...(trackRecord === undefined ? [] : [`In the track record: ${text(trackRecord)}.`, '']),
    ...(search.length === 0 ? [] : [`Made small: ${text(search.join('; '))}.`, '']),
  ]
}

function unconfirmedOf({ unconfirmed }: SafeMap): string[] {
  if (unconfirmed.length === 0) return []
  const lines = unconfirmed.map(({ key, seen }) => `- ${text(key)} (${text(seen)})`)
  return ['## Seen once among others, and not again alone', '', ...lines, '']
}

/** Each reason once, with how many cells have it. */
function reasonsOf({ cells }: SafeMap): string[] {
  const reasons = cells.flatMap(({ state }) => (state.is === 'not' || state.is === 'unknown' ? [wordsOf(state)] : []))
  const counted = [...Map.groupBy(reasons, (reason) => reason)].toSorted(([, a], [, b]) => b.length - a.length)
  return counted.length === 0
    ? []
    : ['## Why not', '', ...counted.map(([reason, same]) => `- ${same.length} cells: ${text(reason)}`)]
}
