import { ownCommand } from '../package.ts'
import type { ScenarioResult } from '../result.ts'
import { type Broke, byVersion, whatBroke } from './broke.ts'
import type { Report } from './json.ts'
import { code, fenced, text } from './markdown-words.ts'
import { issueAddress } from './page/words.ts'
import { doubtsOf, type Standing, standingOf } from './standing.ts'
import { rejudgedWords } from './text.ts'

/** A job summary has room for a megabyte; a reader has less. */
const maxShown = 50
const signs = { pass: '✅', fail: '❌', inconclusive: '❔', crash: '💥' } as const

/**
 * Markdown for a job's summary: crashes, the counts, what is news, since which version, three lines of evidence each, what is known, and
 * where to read on. `path` is the report's, and `address` is where files of the job can be had.
 */
export function renderMarkdown(reports: readonly Report[], path: string, address = ''): string {
  const broke = whatBroke(reports)
  const news = broke.filter(({ standing }) => standing !== 'known')
  const known = broke.filter(({ standing }) => standing === 'known')
  const unsure = reports.flatMap(({ scenarios }) => scenarios.filter((one) => standingOf(one) === 'inconclusive'))
  const again = reports.filter(({ rejudged }) => rejudged)
  const crashes = reports.flatMap((report) => report.crashes.map((crash) => `${report.gateway}: ${crash}`))
  return [
    '## Gatecrash',
    '',
    ...(crashes.length > 0 ? [...crashes.map((crash) => `- 💥 ${text(crash)}`), ''] : []),
    ...table(reports),
    '',
    ...(again.length > 0 ? [text(rejudgedWords(again.flatMap(({ scenarios }) => scenarios))), ''] : []),
    ...section('What broke', news, describe),
    ...section('Inconclusive', unsure, doubt),
    ...section('Known findings', known, describeListed),
    `Report: ${code(path)}${address === '' ? '' : `, among the [artifacts of this run](${address})`}`,
    '',
  ].join('\n')
}

function table(reports: readonly Report[]): string[] {
  const rows = byVersion(reports).map(({ gateway, api, verdict, scenarios, skipped }) => {
    const count = (of: Standing) => scenarios.filter((one) => standingOf(one) === of).length
    const counts = [...(['fail', 'gone', 'inconclusive', 'known', 'pass'] as const).map(count), skipped.length]
    return `| ${signs[verdict]} ${text(gateway)} | ${text(api)} | ${counts.join(' | ')} |`
  })
  return [
    '| gateway | API | FINDING | GONE | inconclusive | known | pass | skipped |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ]
}

function section<T>(title: string, all: readonly T[], lines: (one: T) => readonly string[]): string[] {
  if (all.length === 0) return []
  const more = all.length > maxShown ? [`… and ${all.length - maxShown} more in the report.`] : []
  return [`### ${title}`, '', ...all.slice(0, maxShown).flatMap(lines), ...more, '']
}

function describe(broke: Broke): string[] {
  const { title, standing, claim, gateways, since, finding, folder, repeat } = broke
  const where = `${gateways.join(', ')}${since === '' ? '' : ` (${since})`}`
  return [
    `**${text(title)}**  `,
    `${standing === 'gone' ? '**GONE** ' : ''}${code(claim)}: ${text(finding.says)}${listedWords(broke)}  `,
    `${text(where)} · run ${code(folder)}`,
    '',
    ...fenced(finding.excerpt.slice(0, 3)),
    '',
    `<details><summary>Repeat it; why it matters and how to mend it</summary>\n`,
    ...fenced([repeat, `${ownCommand} explain ${claim}`]),
    '\n</details>\n',
  ]
}

function describeListed(broke: Broke): string[] {
  const { title, claim, gateways, finding } = broke
  const says = `${code(claim)}: ${text(finding.says)}${listedWords(broke)}`
  return [`- **${text(title)}** ${says} · ${text(gateways.join(', '))}`]
}

function listedWords({ listed }: Broke): string {
  if (listed === undefined) return ''
  const issue = listed.issue ?? ''
  const address = issueAddress(issue)
  const told = [address === undefined ? text(issue) : `[${text(issue)}](${address})`, text(listed.note ?? '')]
  return ` (known, ${told.filter((one) => one !== '').join(', ')})`
}

function doubt(result: ScenarioResult): string[] {
  return [`- ${text(`${result.title} (${result.gateway}): ${doubtsOf(result)[0] ?? ''}`)}`]
}
