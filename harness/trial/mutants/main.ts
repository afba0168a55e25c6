import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { numberOf, parseOptions } from '../../options.ts'
import { warnOver } from '../../terminal.ts'
import { runCommand } from '../run-command.ts'
import { hunt } from './hunt.ts'
import { hasLived, isHarmless, isWanted, reasons } from './reasons.ts'
import { isPassed, scoreOf } from './score.ts'
import { sectionOf, withSection } from './section.ts'

const help = `Usage: npm run mutants -- [options]

Runs Gatecrash on mutants of the reference gateway: Stryker changes its code in
some thousand places, one at a time, and a run must notice: 95 of 100 mutants
that do wrong must be caught, and for each that lives reasons.json must say why. What is over is kept in reports/mutants, so that the same
command goes on where it was stopped; remove the folder to begin anew.

  --most <number>     scenarios that a mutant meets at most, those before included
                      (default: all that reach it)
  --sample <number>   so many of them, picked at random
  --seed <text>       another sample; the same text picks the same one
  --others            mutants of other kinds than Stryker's: arguments swapped or
                      lost, a property lost, nothing waited for, and the like
  --only <text>       the mutants with this text in their names
  --living            runs only those that do wrong and for which reasons.json says
                      why they live; those that it does not name count as caught
  --on <text>         the scenarios with this text in their names
  --workers <number>  runs at a time (default: 4)
  --write             keeps the result in docs/trust.md

Exit code: 0 passed · 1 not passed · 254 usage · 255 crash
`

const all = Number.POSITIVE_INFINITY
const options = {
  most: { type: 'string' },
  sample: { type: 'string' },
  seed: { type: 'string', default: '' },
  others: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  living: { type: 'boolean', default: false },
  on: { type: 'string', default: '' },
  workers: { type: 'string', default: '4' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

async function main(): Promise<number> {
  const { values } = parseOptions({ options })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const workers = numberOf('--workers', values.workers, { min: 1, max: 64 })
  const hunted = await hunt({
    folder: resolve('reports/mutants', values.others ? 'others' : ''),
    maker: values.others ? 'others' : 'stryker',
    workers,
    seed: values.seed,
    only: values.only,
    isRun: (mutant) => isHarmless(mutant) && (!values.living || isWanted(mutant)),
    on: values.on,
    most: values.most === undefined ? all : numberOf('--most', values.most, { min: 1 }),
    sample: values.sample === undefined ? all : numberOf('--sample', values.sample, { min: 1 }),
    progress: warnOver,
  })
  const score = scoreOf(hunted, reasons, (mutant) => values.living && !hasLived(mutant))
  const section = sectionOf(score)
  console.log(`\n${section}`)
  if (values.write && !values.others)
    await writeFile('docs/trust.md', withSection(await readFile('docs/trust.md', 'utf8'), section))
  return isPassed(score) ? 0 : 1
}

await runCommand('mutants', main)
