import { readFile, writeFile } from 'node:fs/promises'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { numberOf, parseOptions } from '../options.ts'
import { warnOver } from '../terminal.ts'
import { exploreBugs, exploredIn, exploredLines, isExplored } from './explored.ts'
import { versionsOf } from './jobs.ts'
import { runCommand } from './run-command.ts'
import { isPassed, isSound } from './score.ts'
import { tableOf, withTable } from './table.ts'
import { runTrial } from './trial.ts'

const help = `Usage: npm run trial -- [options]

Puts Gatecrash itself on trial: it must find every planted bug of the reference
gateway by the claim meant for it, nearly wherever it acts, and never accuse a
lawful variant of the gateway, nor the gateway itself.

  --repeats <number>  runs of each scenario on the correct gateway (default: 3)
  --others <number>   scenarios that each bug and each variant meets beside its
                      own; the seed decides which (default: 2)
  --all               each bug and each variant meets every scenario, for hours
  --only <names>      only these bugs and variants, with commas, each on every
                      scenario; "lawful": the correct gateway and every variant
  --explore           explores the gateway with each planted bug, or those of
                      --only, without any scenario: a bug must be found, and a
                      lawful gateway not be accused; goes on where it was stopped
  --minutes <number>  explores each for so long at most (default: 5)
  --workers <number>  runs at a time (default: 8)
  --seed <number>     repeats the ids and results of a trial (default: 1)
  --write             keeps the table in docs/trust.md

Exit code: 0 passed · 1 not passed · 254 usage · 255 crash
`

const options = {
  repeats: { type: 'string', default: '3' },
  others: { type: 'string', default: '2' },
  all: { type: 'boolean', default: false },
  only: { type: 'string' },
  explore: { type: 'boolean', default: false },
  minutes: { type: 'string', default: '5' },
  workers: { type: 'string', default: '8' },
  seed: { type: 'string', default: '1' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

async function main(): Promise<number> {
  const { values } = parseOptions({ options })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const repeats = numberOf('--repeats', values.repeats, { min: 1, max: 1_000 })
  const others = values.all ? Number.POSITIVE_INFINITY : numberOf('--others', values.others, { min: 0, max: 1_000 })
  const workers = numberOf('--workers', values.workers, { min: 1, max: 64 })
  const seed = numberOf('--seed', values.seed)
  const only = values.only === undefined ? undefined : versionsOf(values.only)
  if (values.explore) return exploreAlone(only, numberOf('--minutes', values.minutes, { min: 1, max: 60 }), seed)
  const began = performance.now()
  const score = await runTrial({
    repeats,
    others,
    workers,
    seed,
    only,
    runs: 'reports/trial',
    progress: warnOver,
  })
  const table = tableOf(score)
  console.log(`\n${table}\n${Math.round((performance.now() - began) / 1000)} s`)
  if (values.write) await writeFile('docs/trust.md', withTable(await readFile('docs/trust.md', 'utf8'), table))
  return (only === undefined ? isPassed(score) : isSound(score)) ? 0 : 1
}

/** What was explored before is not explored again, unless it is named. */
async function exploreAlone(only: readonly string[] | undefined, minutes: number, seed: number): Promise<number> {
  const out = 'reports/explored'
  const known = new Set(exploredIn(out).map(({ bug }) => bug))
  const bugs = only ?? Object.keys(plantedBugs).filter((bug) => !known.has(bug))
  const all = await exploreBugs({ bugs, budgetMs: minutes * 60_000, seed, out, progress: warnOver })
  console.log(`\n${exploredLines(all).join('\n')}`)
  return isExplored(all) ? 0 : 1
}

await runCommand('trial', main)
