import type { Mutant } from './mutant.ts'
import { isCaught, type Outcome } from './plan.ts'

/** What a hunt came to: each mutant, how many scenarios reach it, and its runs. */
export type Hunted = { readonly mutant: Mutant; readonly reachedBy: number; readonly outcomes: readonly Outcome[] }

/**
 * Why mutants live, as somebody found who read them: no behaviour changes that anybody could see (`equivalent`), it changes into another that
 * is right as well, so that a claim which caught it would accuse falsely (`lawful`), no scenario comes to where it would change (`unreached`),
 * or one does and no claim minds (`unseen`).
 */
export type Reason = {
  readonly kind: 'equivalent' | 'lawful' | 'unreached' | 'unseen'
  readonly why: string
  readonly mutants: readonly string[]
  /** they would harm the machine that they ran on, and are only read */
  readonly isHarmful?: boolean
}

/** How many mutants there are, and what became of them. */
export type MutantScore = {
  readonly mutants: number
  readonly caught: number
  /** those that live, by the reason that was found; reasons that no living mutant has any more are left out */
  readonly living: readonly Reason[]
  /** names of those that live for no known reason */
  readonly unexplained: readonly string[]
}

/** Of the mutants that do wrong, so many must be caught. */
export const minShareCaught = 0.95

/** Counts what a hunt came to; mutants that were caught in an earlier one need no runs. */
export function scoreOf(
  hunted: readonly Hunted[],
  reasons: readonly Reason[],
  wasCaught: (mutant: Mutant) => boolean = () => false,
): MutantScore {
  const living = hunted
    .filter(({ mutant, outcomes }) => !wasCaught(mutant) && !outcomes.some(isCaught))
    .map(({ mutant }) => mutant.name)
  const explained = reasons.map((reason) => ({
    ...reason,
    mutants: living.filter((name) => reason.mutants.includes(name)),
  }))
  return {
    mutants: hunted.length,
    caught: hunted.length - living.length,
    living: explained.filter(({ mutants }) => mutants.length > 0),
    unexplained: living.filter((name) => !reasons.some(({ mutants }) => mutants.includes(name))),
  }
}

/** How many mutants do wrong: all but those that change nothing or do right in another way. */
export function wrongOnes({ mutants, living }: MutantScore): number {
  return mutants - numberOf(living, 'equivalent') - numberOf(living, 'lawful')
}

/** Of the mutants that do wrong, the share that was caught. */
export function shareCaught(score: MutantScore): number {
  return score.caught / wrongOnes(score)
}

/** How many of those that live do so for a kind of reason. */
export function numberOf(living: readonly Reason[], kind: Reason['kind']): number {
  return living.filter((reason) => reason.kind === kind).reduce((sum, { mutants }) => sum + mutants.length, 0)
}

/** Whether nearly all are caught and all that live are explained. */
export function isPassed(score: MutantScore): boolean {
  return score.unexplained.length === 0 && shareCaught(score) >= minShareCaught
}
