import type { Known } from '../jobs.ts'
import type { Mutant } from './mutant.ts'

/** The mutants that each scenario reaches, by the scenario's name. */
export type Reach = ReadonlyMap<string, ReadonlySet<string>>

/** One run that is over: a mutant on a scenario, by their names. */
export type Outcome = {
  readonly mutant: string
  readonly scenario: string
  readonly verdict: string
  readonly says: string
  /** its folder, unless it passed */
  readonly kept?: string | undefined
}

/**
 * Scenarios in an order in which those at the beginning differ most: each next one reaches the most mutants that none before it has reached,
 * and when there is nothing new, all that was reached counts as new again.
 */
export function diverse<T extends { readonly name: string }>(known: readonly T[], reach: Reach): T[] {
  const left = new Set(known)
  const order: T[] = []
  let reached = new Set<string>()
  while (left.size > 0) {
    const news = [...left].map((one) => ({
      one,
      news: [...(reach.get(one.name) ?? [])].filter((id) => !reached.has(id)),
    }))
    const best = news.reduce((a, b) => (b.news.length > a.news.length ? b : a))
    if (best.news.length === 0 && reached.size > 0) {
      reached = new Set()
      continue
    }
    order.push(best.one)
    left.delete(best.one)
    for (const id of best.news) reached.add(id)
  }
  return order
}

/** What a mutant can meet: the scenarios in their order, what they reach, and all mutants. */
export type Stock = { readonly order: readonly Known[]; readonly reach: Reach; readonly all: readonly Mutant[] }

/** What is left to run for a mutant that is to meet `most` scenarios: nothing when it is caught. */
export function leftFor(mutant: Mutant, stock: Stock, outcomes: readonly Outcome[], most: number): Known[] {
  const own = outcomes.filter((outcome) => outcome.mutant === mutant.name)
  if (own.some(isCaught)) return []
  const met = new Set(own.map(({ scenario }) => scenario))
  return meets(mutant, stock)
    .slice(0, most)
    .filter(({ name }) => !met.has(name))
}

/** A mutant differs where the code around it does something: so many lines before and after it count as around it. */
const linesAround = 4

/** The scenarios that reach a mutant, first those that reach most around it. */
function meets(mutant: Mutant, { order, reach, all }: Stock): Known[] {
  const around = all.filter(({ file, line }) => file === mutant.file && Math.abs(line - mutant.line) <= linesAround)
  const reached = ({ name }: Known) => around.filter(({ id }) => reach.get(name)?.has(id)).length
  return order.filter(({ name }) => reach.get(name)?.has(mutant.id)).toSorted((a, b) => reached(b) - reached(a))
}

/** Whether a run shows that something is wrong with its gateway. */
export function isCaught({ verdict }: Outcome): boolean {
  return verdict !== 'pass'
}
