import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver } from '../../driver.ts'
import { run } from '../../engine/run.ts'
import { HarnessError } from '../../errors.ts'
import { reference } from '../../gateways/reference/driver.ts'
import { programPath } from '../../package.ts'
import { readRecord } from '../../record/record.ts'
import type { Known } from '../jobs.ts'

/** What came of one run: its verdict, its folder if that is kept, the first words of what was found, and the mutants whose places the gateway came to. */
export type Tried = {
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'no start' | 'crash'
  readonly says: string
  readonly reached: readonly string[]
  readonly folder?: string
}

const preload = programPath('./preload.ts', import.meta.url)

/** Runs a scenario on the copy of the gateway, with the mutant of that id if there is one. The folder of a run that passed is removed. */
export async function tryOn(known: Known, copy: string, runs: string, mutant?: string): Promise<Tried> {
  const installed = await reference.install(reference.defaultVersion, () => {})
  const [api = ''] = reference.apis
  const options = { scenario: known.scenario, driver: driverOf(copy, mutant), installed, api, seed: 1, runs }
  try {
    const { verdict, claims, missed, folder } = await run(options)
    const found = claims.flatMap(({ claim, findings }) => findings.map(({ says }) => `${claim}: ${says}`))
    const doubts = claims.flatMap(({ claim, why }) => (why === '' ? [] : [`${claim}: ${why}`]))
    const reached = mutant === undefined ? reachedIn(folder) : []
    if (verdict !== 'pass') return { verdict, says: [...found, ...missed, ...doubts][0] ?? '', reached, folder }
    await rm(folder, { recursive: true })
    return { verdict, says: '', reached }
  } catch (error) {
    // what a gateway says may be so far off that our own code fails: no pass either
    if (error instanceof TypeError) return { verdict: 'crash', says: String(error.stack), reached: [] }
    if (!(error instanceof HarnessError) || error.code !== 'GATEWAY_NOT_READY') throw error
    return { verdict: 'no start', says: error.message, reached: [] }
  }
}

/** The reference gateway, as the copy of its sources has it. */
function driverOf(copy: string, mutant: string | undefined): Driver {
  return {
    ...reference,
    open(installed, place) {
      const start = place.machine.run.bind(place.machine)
      place.machine.run = (program, note) => {
        const args = ['--import', preload, join(copy, 'main.ts'), ...program.args.slice(1)]
        const env = { ...program.env, ...(mutant !== undefined && { __STRYKER_ACTIVE_MUTANT__: mutant }) }
        return start({ ...program, args, env }, note)
      }
      return reference.open(installed, place)
    },
  }
}

function reachedIn(folder: string): string[] {
  const log = readRecord(join(folder, 'record.jsonl'))
  const ids = log.flatMap((entry) =>
    entry.kind === 'gateway-logged'
      ? (/(?:^|^\[another gateway\] )reached (\d+)$/.exec(entry.line)?.slice(1) ?? [])
      : [],
  )
  return [...new Set(ids)]
}
