import { join, resolve } from 'node:path'
import { fileBelow } from '../below.ts'
import { HarnessError } from '../errors.ts'
import { drivers } from '../gateways/index.ts'
import { judgeRun } from '../oracles/judge.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Profile } from '../record/profile.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { storedScenario } from '../report/stored-scenario.ts'
import type { ScenarioResult } from '../result.ts'

/** A stored run judged by the oracles of today, beside no list of what is known, and how it was started. */
export type StoredRun = { readonly result: ScenarioResult; readonly started: EntryOf<'run-started'> }

/**
 * Reads the folder of a run.
 * @throws HarnessError BAD_RECORD when it holds none
 */
export function readStoredRun(folder: string): StoredRun {
  const record = fileBelow(folder, 'record.jsonl')
  const entries = readRecord(record ?? join(folder, 'record.jsonl'))
  const [started] = entriesOf(entries, 'run-started')
  if (started === undefined)
    throw new HarnessError('BAD_RECORD', `${folder} holds no run: its record does not begin with run-started`)
  const { title } = storedScenario(started)
  const gateway = `${started.gateway.name}@${started.gateway.version}`
  const about = { name: folder, title: `${title} (${gateway})`, file: folder, gateway, folder: resolve(folder) }
  const ms = entries.at(-1)?.at ?? 0
  const repro = fileBelow(folder, 'repro.json')
  return {
    started,
    result: {
      ...judgeRun(entries, profileOf(started)),
      ...about,
      ms,
      ...(repro === undefined ? {} : { repro }),
      repeat: `${ownCommand} ${repro === undefined ? `judge ${quote(folder)}` : quote(repro)}`,
    },
  }
}

/** How the gateway speaks, by its driver of today; nothing for a gateway that we have no driver of. */
function profileOf({ gateway }: EntryOf<'run-started'>): Profile | undefined {
  return drivers.find(({ name }) => name === gateway.name)?.profile(gateway.version)
}
