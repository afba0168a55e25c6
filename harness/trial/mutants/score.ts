import type { Mutant } from './mutant.ts'
import { isCaught, type Outcome } from './plan.ts'

/** What a hunt came to: each mutant, how many scenarios reach it, and its runs. */
export type Hunted = { readonly mutant: Mutant; readonly reachedBy: number; readonly outcomes: readonly Outcome[] }

/**
 * Why mutants live, as a person found who read them: no behaviour that anybody can see changes (`equivalent`), no scenario comes to where it
 * would (`unreached`), or one does and no claim minds (`unseen`).
 */
export type Reason = {
  readonly kind: 'equivalent' | 'unreached' | 'unseen'
  readonly why: string
  readonly mutants: readonly string[]
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

/** Of the mutants that change behaviour, so many must be caught. */
export const minShareCaught = 0.95

/** Counts what a hunt came to. */
export function scoreOf(hunted: readonly Hunted[], reasons: readonly Reason[]): MutantScore {
  const living = hunted.filter(({ outcomes }) => !outcomes.some(isCaught)).map(({ mutant }) => mutant.name)
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

/** Of the mutants that change behaviour, the share that was caught. */
export function shareCaught({ mutants, caught, living }: MutantScore): number {
  return caught / (mutants - numberOf(living, 'equivalent'))
}

/** How many of those that live do so for a kind of reason. */
export function numberOf(living: readonly Reason[], kind: Reason['kind']): number {
  return living.filter((reason) => reason.kind === kind).reduce((sum, { mutants }) => sum + mutants.length, 0)
}

/** Whether nearly all are caught and all that live are explained. */
export function isPassed(score: MutantScore): boolean {
  return score.unexplained.length === 0 && shareCaught(score) >= minShareCaught
}
