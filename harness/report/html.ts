import { resolve } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { fileBelow } from '../below.ts'
import { oracles } from '../oracles/index.ts'
import { tierWords } from '../oracles/judgement.ts'
import { ownCommand } from '../package.ts'
import type { ScenarioResult } from '../result.ts'
import { type Broke, byVersion, whatBroke } from './broke.ts'
import { type ClaimParagraph, claimSections } from './claim-sections.ts'
import type { Report } from './json.ts'
import { renderMarkdown } from './markdown.ts'
import { hrefOf, readRun } from './run-data.ts'
import { type Standing, standingOf } from './standing.ts'
import { pageTemplate } from './template.ts'
import { rejudgedWords } from './text.ts'

/** A result as the page has it, which imports nothing but types from here. */
export type PageResult = ScenarioResult & { readonly standing: Standing }

/** A report with the standings of its results. */
export type PageReport = Omit<Report, 'scenarios'> & { readonly scenarios: readonly PageResult[] }

/** A claim in words: what must hold, what happened when it did not, how bad that is, and what docs/claims.md says of it. */
export type ClaimWords = {
  readonly sentence: string
  readonly fails: string
  readonly tier: number
  readonly tierWords: string
  readonly about: readonly ClaimParagraph[]
}

/** What the page has from its start; a run's own data is unpacked when it is opened. */
export type PageData = {
  readonly reports: readonly PageReport[]
  readonly broke: readonly Broke[]
  /** by what it is judged, when that needs words */
  readonly about: string
  readonly claims: Readonly<Record<string, ClaimWords>>
  /** how Gatecrash is called where the page was made */
  readonly command: string
  /** the addresses of the folders of runs, by the folder */
  readonly folders: Readonly<Record<string, string>>
}

/** The id of the element that holds a run's data. */
export function runId(report: number, scenario: number): string {
  return `run-${report}-${scenario}`
}

/** The page of reports, for a file in the folder `beside`. Runs whose folders are gone are shown without their records. */
export async function renderHtml(reports: readonly Report[], beside: string): Promise<string> {
  const ordered = byVersion(reports)
  const results = ordered.flatMap(({ scenarios }) => scenarios)
  const data: PageData = {
    reports: ordered.map(withStandings),
    about: aboutOf(ordered),
    broke: whatBroke(ordered),
    claims: wordsOfClaims(),
    command: ownCommand,
    folders: Object.fromEntries(results.map(({ folder }) => [folder, hrefOf(resolve(folder), resolve(beside))])),
  }
  const runs = ordered.flatMap(({ scenarios }, report) =>
    scenarios.flatMap((result, scenario) =>
      fileBelow(result.folder, 'record.jsonl') === undefined
        ? []
        : [element(runId(report, scenario), 'text/plain', pack(readRun(result, resolve(beside))))],
    ),
  )
  const parts = [
    `<noscript><pre>${escapeHtml(renderMarkdown(ordered, 'index.html'))}</pre></noscript>`,
    element('reports', 'application/json', escapeJson(data)),
    ...runs,
  ]
  const template = await pageTemplate()
  return template.replace('<!-- data -->', () => parts.join('\n'))
}

function aboutOf(reports: readonly Report[]): string {
  const again = reports.filter(({ rejudged }) => rejudged)
  return again.length === 0 ? '' : rejudgedWords(again.flatMap(({ scenarios }) => scenarios))
}

function wordsOfClaims(): PageData['claims'] {
  const sections = claimSections()
  return Object.fromEntries(
    oracles.map(({ claim, sentence, fails, tier }) => [
      claim,
      { sentence, fails, tier, tierWords: tierWords[tier], about: sections.get(claim) ?? [] },
    ]),
  )
}

function withStandings(report: Report): PageReport {
  return { ...report, scenarios: report.scenarios.map((result) => ({ ...result, standing: standingOf(result) })) }
}

function element(id: string, type: string, text: string): string {
  return `<script type="${type}" id="${id}">${text}</script>`
}

/** JSON that cannot end the element it stands in, whatever its strings hold. */
export function escapeJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

/** Records repeat themselves: packed they are a tenth, and in base64 nothing of them can be taken for HTML. */
function pack(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString('base64')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
