import { createHash } from 'node:crypto'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { reference } from '../gateways/reference/driver.ts'
import { lawfulVariants } from '../gateways/reference/lawful-variants.ts'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { lackOf } from '../lack-of.ts'
import type { Need } from '../need.ts'
import { loadScenarios } from '../scenario/load.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'

/** A scenario and what it is called in the trial: its file, and its title where the file has several. */
export type Known = { readonly name: string; readonly scenario: Scenario }

/** A run of the trial: a scenario on the correct gateway, or on one with a change, which may be the scenario that the change names. */
export type Job = Known & { readonly version: string; readonly seed: number; readonly isOwn: boolean }

/**
 * What is to run: how often each scenario on the correct gateway, and each change on how many scenarios beside its own; or `only` these
 * versions, each once on every scenario.
 */
export type Extent = {
  readonly repeats: number
  readonly others: number
  readonly seed: number
  readonly only?: readonly string[] | undefined
}

/** Every run of a trial; which scenarios a change meets beside its own is a matter of the seed. */
export function jobsOf(known: readonly Known[], { repeats, others, seed, only }: Extent): Job[] {
  if (only !== undefined) {
    return only.flatMap((version) => known.map((one) => ({ ...one, version, seed, isOwn: isOwn(one, version) })))
  }
  const onChanges = Object.entries({ ...plantedBugs, ...lawfulVariants }).flatMap(([version, change]) => {
    const own = named(change.scenario, known)
    const sample = shuffled(known, `${seed} ${version}`).filter(({ name }) => name !== own.name)
    return [own, ...sample.slice(0, others)].map((one) => ({ ...one, version, seed, isOwn: one === own }))
  })
  const onCorrect = Array.from({ length: repeats }, (_, n) => n).flatMap((n) =>
    known.map((one) => ({ ...one, version: reference.defaultVersion, seed: seed + n, isOwn: true })),
  )
  return [...onChanges, ...onCorrect]
}

/**
 * The versions of the reference gateway that are named with commas: bugs and variants, or "lawful" for the correct gateway and every variant.
 *
 * @throws HarnessError USAGE when a name is none of these
 */
export function versionsOf(names: string): string[] {
  const lawful = [reference.defaultVersion, ...Object.keys(lawfulVariants)]
  const named = names.split(',').flatMap((name) => (name === 'lawful' ? lawful : [name]))
  const unknown = named.find((name) => !lawful.includes(name) && !(name in plantedBugs))
  if (unknown === undefined) return [...new Set(named)]
  throw new HarnessError('USAGE', `there is no planted bug or lawful variant "${unknown}"; docs/trust.md lists them`)
}

/** Every scenario that the reference gateway has all for. */
export async function knownScenarios(): Promise<Known[]> {
  const installed = await reference.install(reference.defaultVersion, () => {})
  const [api = ''] = reference.apis
  const files = (await Array.fromAsync(glob('**/*.{ts,json}', { cwd: 'scenarios' }))).sort()
  const isMet = (need: Need) => need !== 'container' && lackOf(reference, need, installed, api) === undefined
  const known = await Promise.all(files.map(knownIn))
  return known.flat().filter(({ scenario }) => needsOf(scenario).every(isMet))
}

async function knownIn(file: string): Promise<Known[]> {
  const scenarios = await loadScenarios(join('scenarios', file))
  return scenarios.map((scenario) => ({ name: scenarios.length === 1 ? file : `${file}: ${scenario.title}`, scenario }))
}

/** @throws Error when a change is for a scenario that is not there */
function named(scenario: string, known: readonly Known[]): Known {
  const found = known.find((one) => isNamed(one, scenario))
  if (found === undefined) throw new Error(`there is no scenario "${scenario}" for the reference gateway`)
  return found
}

/** Whether a scenario is the one that a change is for. The correct gateway has no other. */
function isOwn(known: Known, version: string): boolean {
  const change = plantedBugs[version] ?? lawfulVariants[version]
  return change === undefined || isNamed(known, change.scenario)
}

function isNamed({ name }: Known, scenario: string): boolean {
  return name === scenario || name.replace(/\.\w+$/, '') === scenario
}

/** In an order that the key alone decides. */
export function shuffled<T extends { readonly name: string }>(named: readonly T[], key: string): T[] {
  const rank = ({ name }: T) => createHash('sha256').update(`${key} ${name}`).digest('hex')
  return named
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one)
}
