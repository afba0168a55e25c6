import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cacheFolder } from '../gateways/cache.ts'
import { endCommand, markCommand } from '../runner/command.ts'
import { tableOf, withTable } from './table.ts'
import { isPassed, runTrial } from './trial.ts'

const help = `Usage: npm run trial -- [options]

Puts Gatecrash itself on trial: it must find every planted bug of the reference
gateway by the claim meant for it, and never accuse the gateway without them.

  --repeats <number>  runs of each scenario on the correct gateway (default: 10)
  --workers <number>  runs at a time (default: 8)
  --seed <number>     repeats the ids and results of a trial (default: 1)
  --write             keeps the table in docs/trust.md

Exit code: 0 passed · 1 not passed · 255 crash
`

const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '10' },
    workers: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

async function main(): Promise<number> {
  const { repeats, workers, seed } = values
  const began = performance.now()
  process.env.NODE_COMPILE_CACHE ??= join(cacheFolder(), 'compiled')
  markCommand()
  const score = await runTrial({
    repeats: Number(repeats),
    workers: Number(workers),
    seed: Number(seed),
    runs: 'reports/trial',
    progress: (line) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`),
  })
  await endCommand()
  const table = tableOf(score)
  console.log(`\n${table}\n${Math.round((performance.now() - began) / 1000)} s`)
  if (values.write) await writeFile('docs/trust.md', withTable(await readFile('docs/trust.md', 'utf8'), table))
  return isPassed(score) ? 0 : 1
}

if (values.help) process.stdout.write(help)
else
  process.exitCode = await main().catch((error) => {
    console.error(error)
    return 255
  })
