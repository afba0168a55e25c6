import type { ScenarioResult, SkippedScenario } from '../result.ts'
import type { Report } from './json.ts'
import { doubtsOf, listedAs, type Standing, standingOf } from './standing.ts'
import { describeGone, describeKnown } from './text.ts'

/**
 * JUnit XML: a suite for each report, a case for each scenario. News are failures: a finding that is not listed, and a listed one that is
 * gone. What did not tell is an error. Findings that are known let their case pass, and stand in its output.
 */
export function renderJunit(reports: readonly Report[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...reports.flatMap(suite),
    '</testsuites>',
    '',
  ].join('\n')
}

function suite({ gateway, api, scenarios, skipped, crashes }: Report): string[] {
  const count = (standing: Standing) => scenarios.filter((one) => standingOf(one) === standing).length
  const name = `${gateway} through ${api}`
  const attributes = attributesOf({
    name,
    tests: scenarios.length + skipped.length + crashes.length,
    failures: count('fail') + count('gone'),
    errors: count('inconclusive') + crashes.length,
    skipped: skipped.length,
    time: seconds(scenarios.reduce((sum, { ms }) => sum + ms, 0)),
  })
  const opening = (title: string, file: string, ms = 0) =>
    `    <testcase${attributesOf({ classname: name, name: title, file, time: seconds(ms) })}>`
  return [
    `  <testsuite${attributes}>`,
    ...crashes.flatMap((crash) => [
      opening('crash of the harness', ''),
      problem('error', 'crash', crash, crash),
      '    </testcase>',
    ]),
    ...scenarios.flatMap((one) => [opening(one.title, one.file, one.ms), ...outcome(one), '    </testcase>']),
    ...skipped.flatMap((one) => [opening(one.title, one.file), skip(one), '    </testcase>']),
    '  </testsuite>',
  ]
}

function outcome(result: ScenarioResult): string[] {
  const where = [`run: ${result.folder}`, `repeat: ${result.repeat}`]
  const doubts = standingOf(result) === 'inconclusive' ? doubtsOf(result) : []
  const failed = result.claims.filter(({ claim }) => listedAs(result, claim) === undefined)
  return [
    ...doubts.slice(0, 1).map((doubt) => problem('error', 'inconclusive', doubt, [...doubts, ...where].join('\n'))),
    ...failed.flatMap(({ claim, findings }) =>
      findings.map(({ says, excerpt }) => problem('failure', claim, says, [...excerpt, ...where].join('\n'))),
    ),
    ...(result.expected?.gone ?? []).map((gone) =>
      problem('failure', gone.claim, describeGone(gone), where.join('\n')),
    ),
    ...known(result, where),
  ]
}

/** What is known of a case, as its output. */
function known(result: ScenarioResult, where: readonly string[]): string[] {
  const told = result.claims.flatMap(({ claim, findings }) => {
    const listed = listedAs(result, claim)
    if (listed === undefined) return []
    return findings.flatMap(({ says, excerpt }) => [`${claim} (${describeKnown(listed)}): ${says}`, ...excerpt])
  })
  return told.length === 0 ? [] : [`      <system-out>${escapeXml([...told, ...where].join('\n'))}</system-out>`]
}

function problem(element: 'failure' | 'error', type: string, message: string, text: string): string {
  return `      <${element}${attributesOf({ type, message })}>${escapeXml(text)}</${element}>`
}

function skip({ why }: SkippedScenario): string {
  return `      <skipped${attributesOf({ message: why })}/>`
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML 1.0, in which most control characters and lone surrogates cannot be written at all. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const allowed = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  return allowed.replace(/[&<>"]/g, (char) => entities[char] ?? char)
}
