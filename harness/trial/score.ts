import { reference } from '../gateways/reference/driver.ts'
import { lawfulVariants } from '../gateways/reference/lawful-variants.ts'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import type { Job } from './jobs.ts'

/** A run of the trial and what came of it; `acted` when its gateway says that its change made a difference. */
export type Run = Omit<Job, 'scenario'> & RunJudgement & { readonly acted: boolean }

/** A planted bug on trial. */
export type BugScore = {
  readonly name: string
  readonly does: string
  readonly claim: string
  readonly scenario: string
  /** whether it acted on its scenario and the claim meant for it failed there */
  readonly caught: boolean
  /** the claims that failed on its scenario */
  readonly by: readonly string[]
  /** in how many runs it acted, and in which of them no claim failed */
  readonly acted: number
  readonly missedOn: readonly string[]
}

/** A lawful variant on trial: its runs, those in which it acted, and those in which it was accused or doubted, in words. */
export type VariantScore = {
  readonly name: string
  readonly does: string
  readonly liberties: readonly string[]
  readonly runs: number
  readonly acted: number
  readonly accused: readonly string[]
  readonly doubted: readonly string[]
}

/** A scenario on the correct gateway: its runs, and those that did not pass, in words. */
export type ScenarioScore = {
  readonly scenario: string
  readonly runs: number
  readonly falseAlarms: readonly string[]
  readonly inconclusive: readonly string[]
}

/** What a trial came to. */
export type TrialScore = {
  readonly bugs: readonly BugScore[]
  readonly variants: readonly VariantScore[]
  readonly scenarios: readonly ScenarioScore[]
}

/** Of the runs in which a planted bug acted, so many must have a finding. */
export const minShareCaught = 0.95

/** The runs of a trial, by what was on trial in them. */
export function scoreOf(runs: readonly Run[]): TrialScore {
  const of = (version: string) => runs.filter((run) => run.version === version)
  const onCorrect = of(reference.defaultVersion)
  const ran = <T>(changes: Readonly<Record<string, T>>) =>
    Object.entries(changes).filter(([name]) => of(name).length > 0)
  return {
    bugs: ran(plantedBugs).map(([name, { does, claim, scenario }]) => {
      const acted = of(name).filter((run) => run.acted)
      const own = of(name).find(({ isOwn }) => isOwn)
      const by = own === undefined ? [] : failedIn(own)
      const missedOn = acted.filter(({ verdict }) => verdict !== 'fail').map((run) => run.name)
      const caught = own?.acted === true && by.includes(claim)
      return { name, does, claim, scenario, by, caught, acted: acted.length, missedOn }
    }),
    variants: ran(lawfulVariants).map(([name, { does, liberties }]) => ({
      name,
      does,
      liberties: liberties.map((liberty) => liberty.name),
      runs: of(name).length,
      acted: of(name).filter(({ acted }) => acted).length,
      accused: wordsOf(of(name), 'fail', true),
      doubted: wordsOf(of(name), 'inconclusive', true),
    })),
    scenarios: [...new Set(onCorrect.map(({ name }) => name))].map((scenario) => {
      const onIt = onCorrect.filter(({ name }) => name === scenario)
      const falseAlarms = wordsOf(onIt, 'fail', false)
      return { scenario, runs: onIt.length, falseAlarms, inconclusive: wordsOf(onIt, 'inconclusive', false) }
    }),
  }
}

/** Whether the harness passes a whole trial: there was something of each kind to try, and all of it came out right. */
export function isPassed(score: TrialScore): boolean {
  return Object.values(score).every(({ length }) => length > 0) && isSound(score)
}

/**
 * Whether what was tried came out right, and something was tried: every bug is caught on its scenario by the claim meant for it, and nearly wherever
 * it acts; no variant is accused, and each acts; the correct gateway is never accused or doubted.
 */
export function isSound({ bugs, variants, scenarios }: TrialScore): boolean {
  const isClean = ({ runs, falseAlarms, inconclusive }: ScenarioScore) =>
    runs > 0 && falseAlarms.length + inconclusive.length === 0
  return (
    bugs.length + variants.length + scenarios.length > 0 &&
    bugs.every(({ caught }) => caught) &&
    (bugs.length === 0 || shareCaught(bugs) >= minShareCaught) &&
    variants.every(({ acted, accused }) => acted > 0 && accused.length === 0) &&
    scenarios.every(isClean)
  )
}

/** Of the runs in which a bug acted, the share in which a claim failed. */
export function shareCaught(bugs: readonly BugScore[]): number {
  const acted = bugs.reduce((sum, bug) => sum + bug.acted, 0)
  const missed = bugs.reduce((sum, bug) => sum + bug.missedOn.length, 0)
  return acted === 0 ? 0 : (acted - missed) / acted
}

function failedIn({ claims }: RunJudgement): string[] {
  return claims.flatMap((judged) => (judged.verdict === 'fail' ? [judged.claim] : []))
}

/** The runs with a verdict, in the words of their findings or doubts. */
function wordsOf(runs: readonly Run[], verdict: Run['verdict'], withName: boolean): string[] {
  return runs
    .filter((run) => run.verdict === verdict)
    .map(({ name, claims, missed }) => {
      const findings = claims.flatMap(({ claim, findings }) => findings.map(({ says }) => `${claim}: ${says}`))
      const doubts = claims.flatMap(({ claim, why }) => (why === '' ? [] : [`${claim}: ${why}`]))
      const words = (verdict === 'fail' ? findings : [...missed, ...doubts]).join('; ')
      return withName ? `${name}: ${words}` : words
    })
}
