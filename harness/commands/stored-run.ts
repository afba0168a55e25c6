import { join, resolve } from 'node:path'
import { fileBelow } from '../below.ts'
import { HarnessError } from '../errors.ts'
import { type Comparison, compare } from '../expectations/expectations.ts'
import { drivers } from '../gateways/index.ts'
import { judgeRun, type RunJudgement } from '../oracles/judge.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Profile } from '../record/profile.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { storedScenario } from '../report/stored-scenario.ts'
import type { ScenarioResult } from '../result.ts'
import { listedFor } from './listed.ts'

const everyList = { expectations: 'compare', expectationsFile: undefined } as const

/** A stored run judged by the oracles of today, compared with what is known of its scenario where its record names that, and how it was started. */
export type StoredRun = { readonly result: ScenarioResult; readonly started: EntryOf<'run-started'> }

/**
 * Reads the folder of a run.
 * @param compares whether it is compared with the list of known findings
 * @throws HarnessError BAD_RECORD when it holds none
 */
export async function readStoredRun(folder: string, compares = true): Promise<StoredRun> {
  const record = fileBelow(folder, 'record.jsonl')
  const entries = readRecord(record ?? join(folder, 'record.jsonl'))
  const [started] = entriesOf(entries, 'run-started')
  if (started === undefined)
    throw new HarnessError('BAD_RECORD', `${folder} holds no run: its record does not begin with run-started`)
  const { title } = storedScenario(started)
  const gateway = `${started.gateway.name}@${started.gateway.version}`
  const about = { name: folder, title: `${title} (${gateway})`, file: folder, gateway, folder: resolve(folder) }
  const ms = entries.at(-1)?.at ?? 0
  const judged = judgeRun(entries, profileOf(started))
  const repro = fileBelow(folder, 'repro.json')
  return {
    started,
    result: {
      ...judged,
      ...about,
      expected: compares ? await comparisonOf(started, judged) : undefined,
      ms,
      ...(repro === undefined ? {} : { repro }),
      repeat: `${ownCommand} ${repro === undefined ? `judge ${quote(folder)}` : quote(repro)}`,
    },
  }
}

async function comparisonOf(started: EntryOf<'run-started'>, judged: RunJudgement): Promise<Comparison | undefined> {
  const { name, gateway, api } = started
  if (name === undefined) return undefined
  const known = await listedFor({ gateway: `${gateway.name}@${gateway.version}`, api }, everyList)
  return known && compare(name, judged, known)
}

/** How the gateway speaks, by its driver of today; nothing for a gateway that we have no driver of. */
function profileOf({ gateway }: EntryOf<'run-started'>): Profile | undefined {
  return drivers.find(({ name }) => name === gateway.name)?.profile(gateway.version)
}
