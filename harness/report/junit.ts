import type { ScenarioResult, SkippedScenario } from '../result.ts'
import type { Report } from './json.ts'

/** JUnit XML: a suite for each report, a case for each scenario. A finding is a failure, and what did not tell is an error. */
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
  const count = (verdict: ScenarioResult['verdict']) => scenarios.filter((one) => one.verdict === verdict).length
  const name = `${gateway} through ${api}`
  const attributes = attributesOf({
    name,
    tests: scenarios.length + skipped.length + crashes.length,
    failures: count('fail'),
    errors: count('inconclusive') + crashes.length,
    skipped: skipped.length,
    time: seconds(scenarios.reduce((sum, { ms }) => sum + ms, 0)),
  })
  const opening = (title: string, file: string, ms = 0) =>
    `    <testcase${attributesOf({ classname: name, name: title, file, time: seconds(ms) })}>`
  return [
    `  <testsuite${attributes}>`,
    ...scenarios.flatMap((one) => [opening(one.title, one.file, one.ms), ...outcome(one), '    </testcase>']),
    ...skipped.flatMap((one) => [opening(one.title, one.file), skip(one), '    </testcase>']),
    ...crashes.flatMap((crash) => [
      opening('crash of the harness', ''),
      problem('error', 'crash', crash, crash),
      '    </testcase>',
    ]),
    '  </testsuite>',
  ]
}

function outcome({ verdict, claims, missed, folder, repeat }: ScenarioResult): string[] {
  const where = [`run: ${folder}`, `repeat: ${repeat}`]
  if (verdict === 'inconclusive') {
    const why = [...missed, ...claims.flatMap((one) => (one.why === '' ? [] : [`${one.claim}: ${one.why}`]))]
    return [problem('error', 'inconclusive', why[0] ?? '', [...why, ...where].join('\n'))]
  }
  return claims.flatMap(({ claim, findings }) =>
    findings.map(({ says, excerpt }) => problem('failure', claim, says, [...excerpt, ...where].join('\n'))),
  )
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
