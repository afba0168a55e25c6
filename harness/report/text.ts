import { styleText } from 'node:util'
import type { Finding, Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'

/** A verdict as people read it. */
const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'FINDING',
  inconclusive: 'inconclusive',
}

const signs: Readonly<Record<Verdict, string>> = { pass: '✓', fail: '✗', inconclusive: '?' }
const colours = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const

/** A result in lines: the verdict, each finding with its evidence, where the run lies, the one command that repeats it, and the file to share. */
export function describeResult(result: ScenarioResult): string[] {
  const { verdict, title, ms, claims, missed, folder, repeat, repro } = result
  const headline = `${paint(verdict, `${signs[verdict]} ${verdictWords[verdict].padEnd(12)}`)} ${title} ${dim(`${(ms / 1000).toFixed(1)} s`)}`
  if (verdict === 'pass') return [headline]
  const unsure = verdict === 'fail' ? [] : claims.filter((claim) => claim.verdict === 'inconclusive')
  return [
    headline,
    ...claims.flatMap(({ claim, findings }) => findings.flatMap((finding) => describeFinding(claim, finding))),
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

function describeFinding(claim: string, { says, entries, excerpt }: Finding): string[] {
  const where = dim(`(${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')} of its record.jsonl)`)
  return [`    ${paint('fail', claim)}: ${says} ${where}`, ...excerpt.map((line) => `        ${line}`)]
}

/** A line that counts verdicts, and what was skipped. */
export function countVerdicts(results: readonly ScenarioResult[], skipped: number): string {
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length
  const parts = (['fail', 'inconclusive', 'pass'] as const)
    .map((verdict) => ({ verdict, n: count(verdict) }))
    .filter(({ n }) => n > 0)
  const words = { pass: 'passed', fail: 'with findings', inconclusive: 'inconclusive' }
  const counted = parts.map(({ verdict, n }) => paint(verdict, `${n} ${words[verdict]}`))
  return [...(counted.length > 0 ? counted : ['no scenario ran']), ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(
    ', ',
  )
}

/** Text in the colour of a verdict. */
function paint(verdict: Verdict, text: string): string {
  return styleText(colours[verdict], text)
}

/** Text that matters less. */
export function dim(text: string): string {
  return styleText('dim', text)
}
