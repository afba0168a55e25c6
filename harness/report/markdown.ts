import type { ScenarioResult } from '../result.ts'
import { type Broke, byVersion, whatBroke } from './broke.ts'
import type { Report } from './json.ts'

/** A job summary has room for a megabyte; a reader has less. */
const maxShown = 50
const signs = { pass: '✅', fail: '❌', inconclusive: '❔', crash: '💥' } as const

/**
 * Markdown for a job's summary: the verdict, what broke, since which version, three lines of evidence each, and where to read on.
 * `path` is the report's, and `address` is where files of the job can be had.
 */
export function renderMarkdown(reports: readonly Report[], path: string, address = ''): string {
  const broke = whatBroke(reports)
  const unsure = reports.flatMap(({ scenarios }) => scenarios.filter(({ verdict }) => verdict === 'inconclusive'))
  return [
    '## Gatecrash',
    '',
    ...table(reports),
    ...reports.flatMap(({ gateway, crashes }) => crashes.map((crash) => `- 💥 ${text(`${gateway}: ${crash}`)}`)),
    ...(broke.length > 0 ? ['', '### What broke', '', ...broke.slice(0, maxShown).flatMap(describe)] : []),
    ...(broke.length > maxShown ? [`… and ${broke.length - maxShown} more in the report.`, ''] : []),
    ...(unsure.length > 0 ? ['### Inconclusive', '', ...unsure.slice(0, maxShown).map(doubt), ''] : []),
    '',
    `Report: ${code(path)}${address === '' ? '' : `, among the [artifacts of this run](${address})`}`,
    '',
  ].join('\n')
}

function table(reports: readonly Report[]): string[] {
  const rows = byVersion(reports).map(({ gateway, api, verdict, scenarios, skipped }) => {
    const count = (of: ScenarioResult['verdict']) => scenarios.filter((one) => one.verdict === of).length
    return `| ${signs[verdict]} ${text(gateway)} | ${text(api)} | ${count('fail')} | ${count('inconclusive')} | ${count('pass')} | ${skipped.length} |`
  })
  return [
    '| gateway | API | with findings | inconclusive | passed | skipped |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ]
}

function describe({ title, claim, gateways, since, finding, folder, repeat }: Broke): string[] {
  const where = `${gateways.join(', ')}${since === '' ? '' : ` (${since})`}`
  return [
    `**${text(title)}**  `,
    `${code(claim)}: ${text(finding.says)}  `,
    `${text(where)} · run ${code(folder)}`,
    '',
    ...fenced(finding.excerpt.slice(0, 3)),
    '',
    `<details><summary>Repeat it</summary>\n`,
    ...fenced([repeat]),
    '\n</details>\n',
  ]
}

function doubt({ title, gateway, missed, claims }: ScenarioResult): string {
  const why = [...missed, ...claims.flatMap((one) => (one.why === '' ? [] : [`${one.claim}: ${one.why}`]))]
  return `- ${text(`${title} (${gateway}): ${why[0] ?? ''}`)}`
}

/** Words as text: nothing in them is Markdown, HTML, or somebody's name. */
function text(words: string): string {
  return words
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
}

function code(words: string): string {
  const line = words.replace(/\s+/g, ' ')
  const ticks = '`'.repeat(longestTicks(line) + 1)
  return ticks.length === 1 ? `\`${line}\`` : `${ticks} ${line} ${ticks}`
}

/** Lines as they are, in a block that they cannot end. */
function fenced(lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  const ticks = '`'.repeat(Math.max(3, longestTicks(lines.join('\n')) + 1))
  return [`${ticks}text`, ...lines.map((line) => line.replace(/\s+/g, ' ')), ticks]
}

function longestTicks(words: string): number {
  return Math.max(0, ...(words.match(/`+/g) ?? []).map((run) => run.length))
}
