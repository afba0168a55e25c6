import type { Expectation } from '../expectations/expectations.ts'
import { oracles } from '../oracles/index.ts'
import type { Finding } from '../oracles/judgement.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'
import { styled } from '../terminal.ts'
import { signs, words } from './page/words.ts'
import { doubtsOf, listedAs, type Standing, standingOf } from './standing.ts'

const colours = { pass: 'green', fail: 'red', known: 'yellow', gone: 'red', inconclusive: 'yellow' } as const

/** A result in lines: the verdict, each finding with its evidence, where the run lies, the one command that repeats it, and the file to share. */
export function describeResult(result: ScenarioResult): string[] {
  const { verdict, title, ms, claims, missed, folder, repeat, repro, expected } = result
  const standing = standingOf(result)
  const headline = `${paint(standing, `${signs[standing]} ${words[standing].padEnd(12)}`)} ${title} ${dim(`${(ms / 1000).toFixed(1)} s`)}`
  if (standing === 'pass') return [headline]
  return [
    headline,
    ...claims.flatMap(({ claim, findings }) =>
      findings.flatMap((finding) => describeFinding(claim, finding, listedAs(result, claim))),
    ),
    ...(expected?.gone ?? []).map((listed) => `    ${paint('gone', listed.claim)}: ${describeGone(listed)}`),
    ...doubtsOf(verdict === 'fail' ? { missed, claims: [] } : result).map((doubt) => `    ${doubt}`),
    dim(`    run     ${folder}`),
    dim(`    repeat  ${repeat}`),
    ...(repro === undefined ? [] : [dim(`    repro   ${repro}`)]),
  ]
}

/** A scenario that was not run, with the reason. */
export function describeSkipped({ title, why }: SkippedScenario): string[] {
  return [dim(`- skipped      ${title}: ${why}`)]
}

/** What is to be told of a finding that is listed and did not show. */
export function describeGone(listed: Expectation): string {
  return `listed as ${describeKnown(listed)} ${describeHeld(listed)}`
}

/** The same without what is known of it. */
export function describeHeld({ versions }: Expectation): string {
  return `on ${versions}, and it held now; if it is mended: --update-expectations`
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

/** By what a stored run is judged when it is judged again. */
export const rejudgedWords = `judged again by the ${oracles.length} claims of today, and not compared with what is listed as known`

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
  return styled(colours[standing], text)
}

/** Text that matters less. */
export function dim(text: string): string {
  return styled('dim', text)
}
