import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { explore } from '../explore/explore.ts'
import { faults } from '../explore/faults.ts'
import { wholeMap } from '../explore/shard.ts'
import { reference } from '../gateways/reference/driver.ts'
import { makeFolder } from '../make-folder.ts'
import { replaceFile } from '../replace-file.ts'

/** What exploring alone came to on a planted bug: the claim of its first finding, if any, after so many verdicts and milliseconds. */
export type Explored = {
  readonly bug: string
  readonly claim: string | undefined
  readonly verdicts: number
  readonly ms: number
}

/** Which planted bugs are looked for, each for how long at most, and the folder of what came of it. */
export type ExploredOptions = {
  readonly bugs: readonly string[]
  readonly budgetMs: number
  readonly seed: number
  readonly out: string
  readonly progress: (line: string) => void
}

/** Looks for planted bugs as `explore` does on any gateway, without their scenarios. What was found out is kept after each one. */
export async function exploreBugs({ bugs, budgetMs, seed, out, progress }: ExploredOptions): Promise<Explored[]> {
  const file = join(out, 'explored.json')
  await makeFolder(out)
  for (const bug of bugs) {
    progress(`looking for ${bug}`)
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
  const found = all.filter(({ claim }) => claim !== undefined)
  const median = found.map(({ verdicts }) => verdicts).toSorted((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0
  return [
    ...all.map(({ bug, claim, verdicts, ms }) => {
      const after = `after ${verdicts} verdicts, ${Math.round(ms / 1000)} s`
      return claim === undefined ? `✗ ${bug}: not found ${after}` : `✓ ${bug}: ${claim} ${after}`
    }),
    `${found.length} of ${all.length} planted bugs were found by exploring alone, after ${median} verdicts in the median`,
  ]
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
  if (first !== undefined) await rm(out, { recursive: true, force: true })
  return { bug, claim: first?.claim, verdicts, ms }
}
