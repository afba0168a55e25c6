import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { explore } from '../explore/explore.ts'
import { faults } from '../explore/faults.ts'
import { wholeMap } from '../explore/shard.ts'
import { reference } from '../gateways/reference/driver.ts'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { makeFolder } from '../make-folder.ts'
import { replaceFile } from '../replace-file.ts'

/**
 * What exploring alone came to on a planted bug or a lawful gateway: the claim of its first finding, if any, after so many verdicts and
 * milliseconds.
 */
export type Explored = {
  readonly bug: string
  readonly claim: string | undefined
  readonly verdicts: number
  readonly ms: number
}

/** Which bugs and lawful gateways are explored, each for how long at most, and the folder of what came of it. */
export type ExploredOptions = {
  readonly bugs: readonly string[]
  readonly budgetMs: number
  readonly seed: number
  readonly out: string
  readonly progress: (line: string) => void
}

/** Explores gateways with a planted bug, and lawful ones, as any other, without their scenarios. What was found out is kept after each one. */
export async function exploreBugs({ bugs, budgetMs, seed, out, progress }: ExploredOptions): Promise<Explored[]> {
  const file = join(out, 'explored.json')
  await makeFolder(out)
  for (const bug of bugs) {
    progress(`exploring ${bug}`)
    const explored = await exploreBug(bug, budgetMs, seed, join(out, bug))
    const others = exploredIn(out).filter((one) => one.bug !== bug)
    await replaceFile(file, `${JSON.stringify([...others, explored], null, 1)}\n`)
  }
  return exploredIn(out)
}

/** What earlier runs have left in a folder. */
export function exploredIn(out: string): Explored[] {
  const file = join(out, 'explored.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}

/** What was found out, a line each, and in all. */
export function exploredLines(all: readonly Explored[]): string[] {
  const [bugs, lawful] = [all.filter(isBug), all.filter((one) => !isBug(one))]
  const found = bugs.filter(({ claim }) => claim !== undefined)
  const accused = lawful.filter(({ claim }) => claim !== undefined)
  const median = found.map(({ verdicts }) => verdicts).toSorted((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0
  const minutes = Math.round(lawful.reduce((sum, { ms }) => sum + ms, 0) / 60_000)
  return [
    ...all.map(lineOf),
    ...(bugs.length === 0
      ? []
      : [
          `${found.length} of ${bugs.length} planted bugs were found by exploring alone, after ${median} verdicts in the median`,
        ]),
    ...(lawful.length === 0
      ? []
      : [`${accused.length} of ${lawful.length} lawful gateways were accused, in ${minutes} minutes`]),
  ]
}

/** Whether enough of all bugs were found, and no lawful gateway was accused. */
export function isExplored(all: readonly Explored[]): boolean {
  const found = all.filter((one) => isBug(one) && one.claim !== undefined).length
  return (
    100 * found >= wanted * Object.keys(plantedBugs).length && all.every((one) => isBug(one) || one.claim === undefined)
  )
}

/** How many planted bugs exploring alone must find, in percent. */
const wanted = 95

function isBug({ bug }: Explored): boolean {
  return bug in plantedBugs
}

function lineOf(one: Explored): string {
  const { bug, claim, verdicts, ms } = one
  const after = `after ${verdicts} verdicts, ${Math.round(ms / 1000)} s`
  if (isBug(one)) return claim === undefined ? `✗ ${bug}: not found ${after}` : `✓ ${bug}: ${claim} ${after}`
  return claim === undefined ? `✓ ${bug}: accused of nothing ${after}` : `✗ ${bug}: accused by ${claim} ${after}`
}

async function exploreBug(bug: string, budgetMs: number, seed: number, out: string): Promise<Explored> {
  await rm(out, { recursive: true, force: true })
  const installed = await reference.install(bug, () => {})
  const [api = ''] = reference.apis
  const { findings, verdicts, ms } = await explore({
    ...{ driver: reference, installed, api, seed, out, budgetMs, faults, known: undefined },
    ...{ tools: 3, width: 8, batch: 24, lanes: 2, draws: true, untilFinding: true, shard: wholeMap },
    ...{ builders: 'gatecrash', told: async () => {} },
  })
  const [first] = findings
  // what came otherwise than wanted is to be looked at
  const isWanted = (first !== undefined) === bug in plantedBugs
  if (isWanted) await rm(out, { recursive: true, force: true })
  return { bug, claim: first?.claim, verdicts, ms }
}
