import { styleText } from 'node:util'
import type { Comparison, Expectation } from '../expectations/expectations.ts'
import type { Finding } from '../oracles/judgement.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'
import { type Standing, standingOf } from './standing.ts'

/** A verdict as people read it. */
const words: Readonly<Record<Standing, string>> = {
  pass: 'pass',
  fail: 'FINDING',
  known: 'known',
  gone: 'GONE',
  inconclusive: 'inconclusive',
}

/** What of a verdict is seen at a glance. */
export const signs: Readonly<Record<Standing, string>> = {
  pass: '✓',
  fail: '✗',
  known: '✗',
  gone: '!',
  inconclusive: '?',
}
const colours = { pass: 'green', fail: 'red', known: 'yellow', gone: 'red', inconclusive: 'yellow' } as const

/** A result in lines: the verdict, each finding with its evidence, where the run lies, the one command that repeats it, and the file to share. */
export function describeResult(result: ScenarioResult): string[] {
  const { verdict, title, ms, claims, missed, folder, repeat, repro, expected } = result
  const standing = standingOf(result)
  const headline = `${paint(standing, `${signs[standing]} ${words[standing].padEnd(12)}`)} ${title} ${dim(`${(ms / 1000).toFixed(1)} s`)}`
  if (standing === 'pass') return [headline]
  const unsure = verdict === 'fail' ? [] : claims.filter((claim) => claim.verdict === 'inconclusive')
  return [
    headline,
    ...claims.flatMap(({ claim, findings }) =>
      findings.flatMap((finding) => describeFinding(claim, finding, isKnown(claim, expected))),
    ),
    ...(expected?.gone ?? []).map(describeGone),
    ...missed.map((miss) => `    did not land: ${miss}`),
    ...unsure.map(({ claim, why }) => `    ${claim}: ${why}`),
    dim(`    run     ${folder}`),
    dim(`    repeat  ${repeat}`),
    ...(repro === undefined ? [] : [dim(`    repro   ${repro}`)]),
  ]
}

/** A scenario that was not run, with the reason. */
export function describeSkipped({ title, why }: SkippedScenario): string[] {
  return [dim(`- skipped      ${title}: ${why}`)]
}

function isKnown(claim: string, expected: Comparison | undefined): Expectation | undefined {
  return expected?.known.find((expectation) => expectation.claim === claim)
}

function describeGone({ claim, versions, ...told }: Expectation): string {
  return `    ${paint('gone', claim)}: listed as ${describeKnown(told)} on ${versions}, and it held now; if it is mended: --update-expectations`
}

/** What a list of expectations says of a finding, in a few words. */
export function describeKnown({ issue, note }: Pick<Expectation, 'issue' | 'note'>): string {
  return ['known', ...(issue === null ? [] : [issue]), ...(note === undefined ? [] : [note])].join(', ')
}

function describeFinding(claim: string, { says, entries, excerpt }: Finding, known: Expectation | undefined): string[] {
  const where = dim(`(${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')} of its record.jsonl)`)
  const about = known === undefined ? paint('fail', claim) : `${paint('known', claim)} (${describeKnown(known)})`
  return [`    ${about}: ${says} ${where}`, ...excerpt.map((line) => `        ${line}`)]
}

/** A line that counts verdicts, and what was skipped. */
export function countVerdicts(results: readonly ScenarioResult[], skipped: number): string {
  const count = (standing: Standing) => results.filter((result) => standingOf(result) === standing).length
  const hasKnown = results.some(({ expected }) => expected !== undefined && expected.known.length > 0)
  const counts: readonly [Standing, string][] = [
    ['fail', hasKnown ? 'with new findings' : 'with findings'],
    ['gone', 'with known findings gone'],
    ['inconclusive', 'inconclusive'],
    ['known', 'with known findings'],
    ['pass', 'passed'],
  ]
  const counted = counts.flatMap(([standing, says]) =>
    count(standing) > 0 ? [paint(standing, `${count(standing)} ${says}`)] : [],
  )
  return [...(counted.length > 0 ? counted : ['no scenario ran']), ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(
    ', ',
  )
}

/** Text in the colour of a verdict. */
export function paint(standing: Standing, text: string): string {
  return styleText(colours[standing], text)
}

/** Text that matters less. */
export function dim(text: string): string {
  return styleText('dim', text)
}
