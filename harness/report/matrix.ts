import type { Expectation } from '../expectations/expectations.ts'
import type { ScenarioResult } from '../result.ts'
import type { Report } from './json.ts'
import { code, text } from './markdown-words.ts'
import { signs } from './page/words.ts'
import { doubtsOf, listedAs, type Standing, standingOf, worstOf } from './standing.ts'
import { describeKnown, dim, paint } from './text.ts'

/** A failed claim in a matrix; `known` is what is listed about it. */
export type MatrixFinding = {
  readonly claim: string
  readonly says: string
  readonly known?: Pick<Expectation, 'issue' | 'note'>
}

/** What a scenario came to on one gateway. `why` is told of one that was skipped, inconclusive, or could not be run. */
export type MatrixCell = {
  readonly standing: Standing | 'skipped' | 'not run'
  readonly findings: readonly MatrixFinding[]
  readonly why?: string
}

/** `matrix.json`: scenario by gateway, for machines. Each row has one cell for each gateway, in their order. */
export type Matrix = {
  readonly gateways: readonly string[]
  readonly rows: readonly { readonly scenario: string; readonly cells: readonly MatrixCell[] }[]
}

/** The matrix of some reports, one column each, as they come. */
export function matrixOf(reports: readonly Report[]): Matrix {
  const hasApis = new Set(reports.map(({ api }) => api)).size > 1
  const names = reports.flatMap(({ scenarios, skipped }) => [...scenarios, ...skipped].map(({ name }) => name))
  return {
    gateways: reports.map(({ gateway, api }) => (hasApis ? `${gateway} ${api}` : gateway)),
    rows: [...new Set(names)].sort().map((scenario) => ({
      scenario,
      cells: reports.map((report) => cellOf(report, scenario)),
    })),
  }
}

function cellOf({ scenarios, skipped, crashes }: Report, name: string): MatrixCell {
  const skip = skipped.find((one) => one.name === name)
  if (skip !== undefined) return { standing: 'skipped', findings: [], why: skip.why }
  const result = worstOf(scenarios.filter((one) => one.name === name))
  if (result === undefined) return { standing: 'not run', findings: [], why: crashes.join('; ') }
  const standing = standingOf(result)
  const findings = findingsOf(result)
  return standing === 'inconclusive' ? { standing, findings, why: doubtsOf(result).join('; ') } : { standing, findings }
}

/** One for each failed claim, in the words of its first finding, and one for each that is listed and gone. */
function findingsOf(result: ScenarioResult): MatrixFinding[] {
  const failed = result.claims.flatMap(({ claim, findings }) => {
    const listed = listedAs(result, claim)
    const says = findings[0]?.says
    if (says === undefined) return []
    return [{ claim, says, ...(listed === undefined ? {} : { known: toldOf(listed) }) }]
  })
  const gone = (result.expected?.gone ?? []).map((listed) => ({
    claim: listed.claim,
    says: 'listed as known, and gone',
    known: toldOf(listed),
  }))
  return [...failed, ...gone]
}

function toldOf({ issue, note }: Expectation): Pick<Expectation, 'issue' | 'note'> {
  return { issue, ...(note === undefined ? {} : { note }) }
}

const cellSigns = { ...signs, skipped: '-', 'not run': ' ' } as const

/** Where there may be no colour, what is known is told from news by its brackets. */
const terminalSigns = { ...cellSigns, known: '(✗)' } as const
const { fail, known, gone, inconclusive, skipped } = terminalSigns
const legend = `${fail} new finding  ${known} known  ${gone} known, and gone  ${inconclusive} inconclusive  ${skipped} skipped`

/** A matrix in lines for a terminal. */
export function describeMatrix({ gateways, rows }: Matrix): string[] {
  const names = rows.map(({ scenario }) => shortName(scenario))
  const heads = shortGateways(gateways)
  const width = Math.max(...names.map(({ length }) => length))
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)} ${cells.map((cell, index) => cell.padStart(heads[index]?.length ?? 0)).join(' ')}`
  const body = rows.map(({ cells }, row) => {
    const padded = cells.map(({ standing }, index) => {
      const sign = terminalSigns[standing].padStart(heads[index]?.length ?? 0)
      return standing === 'skipped' || standing === 'not run' ? dim(sign) : paint(standing, sign)
    })
    return line(names[row] ?? '', padded)
  })
  return [dim(line('', heads)), ...body, dim(legend)]
}

/** A matrix as Markdown: the table, and a line for each cell that is not a pass. */
export function renderMatrix(matrix: Matrix): string {
  const { gateways, rows } = matrix
  return `${[
    `# ${rows.length} scenarios on ${gateways.length} gateways`,
    '',
    `From ${text(gateways[0] ?? '')} to ${text(gateways.at(-1) ?? '')}. ✓ every claim held · ✗ a finding, with the line below that it is known by · **✗** one that is not known ·`,
    '! a known finding is gone · ? inconclusive · - skipped: the version has not what the scenario needs · empty: not run.',
    'A cell once more, with its record and the gateway’s own files: `npm run chaos -- <scenario> --gateway <gateway>@<version>`.',
    '',
    ...tableOf(matrix),
    '',
    '## What the cells say',
    '',
    ...explainCells(matrix),
  ].join('\n')}\n`
}

/** The table of a matrix, as lines of Markdown. */
export function tableOf({ gateways, rows }: Matrix): string[] {
  const heads = shortGateways(gateways).map(text)
  return [
    `| | ${heads.join(' | ')} |`,
    `| --- |${' --- |'.repeat(heads.length)}`,
    ...rows.map(({ scenario, cells }) => `| ${cellOfName(scenario)} | ${cells.map(markdownSign).join(' | ')} |`),
  ]
}

/** What each cell says that is not a pass, by scenario. */
export function explainCells({ gateways, rows }: Matrix): string[] {
  const heads = shortGateways(gateways).map(text)
  return rows.flatMap(({ scenario, cells }) => explain(scenario, cells, heads))
}

/** In a table a line ends its cell even in code. */
function cellOfName(scenario: string): string {
  return code(shortName(scenario)).replaceAll('|', '\\|')
}

function markdownSign({ standing }: MatrixCell): string {
  return standing === 'fail' || standing === 'gone' ? `**${cellSigns[standing]}**` : cellSigns[standing]
}

/** Cells that are known by the same, or say the same, are one line, with all their versions. */
function explain(scenario: string, cells: readonly MatrixCell[], heads: readonly string[]): string[] {
  const lines = cells.flatMap((cell, index) =>
    sentencesOf(cell).map((one) => ({ ...one, version: heads[index] ?? '' })),
  )
  const grouped = Map.groupBy(lines, ({ about }) => about)
  if (grouped.size === 0) return []
  const said = [...grouped.values()].map((on) => `- ${on.map(({ version }) => version).join(', ')}: ${on[0]?.says}`)
  return [`### ${code(shortName(scenario))}`, '', ...said, '']
}

function sentencesOf({ standing, findings, why = '' }: MatrixCell): { about: string; says: string }[] {
  const reason = why === '' ? [] : [{ about: why, says: `${standing}: ${text(why)}` }]
  return [...findings.map(sentenceOf), ...reason]
}

function sentenceOf({ claim, says, known }: MatrixFinding): { about: string; says: string } {
  if (known === undefined) return { about: `${claim} ${says}`, says: `${code(claim)}, **not known**: ${text(says)}` }
  return {
    about: `${claim} ${describeKnown(known)}`,
    says: `${code(claim)}: ${text(says)} (${text(describeKnown(known))})`,
  }
}

/** The name of a scenario without what all of them share. */
export function shortName(scenario: string): string {
  return scenario.replace(/^scenarios\//, '').replace(/\.(ts|json)(?= > |$)/, '')
}

/** Without what is the same in front of all of them: the gateway's name, and the year. */
function shortGateways(gateways: readonly string[]): string[] {
  const [first = ''] = gateways
  const differs = [...first].findIndex((letter, index) => gateways.some((gateway) => gateway[index] !== letter))
  const prefix = differs < 0 ? first : first.slice(0, differs)
  // a year tells nobody anything, and the 1 of 1.18.3 does
  const cut = (/@\d{4}\./.test(prefix) ? prefix.lastIndexOf('.') : prefix.lastIndexOf('@')) + 1
  return gateways.map((gateway) => gateway.slice(cut))
}
