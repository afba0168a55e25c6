import { basename, dirname, join } from 'node:path'
import { fileBelow, folderBelow } from '../below.ts'
import { defaultBase } from '../containers/docker.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import type { ScenarioResult } from '../result.ts'

/** A run's folder is a name in `runs/`, and never a path. */
const runName = /^[\w-][\w.-]{0,200}$/

/** A repro has the size of a scenario. */
const maxReproBytes = 2_000_000

const ownPrefix = /^(?:npm run chaos --|npx gatecrash)(?= )/
const scenarioPath = String.raw`scenarios(?:/[\w-][\w.-]*)+\.(?:ts|json)`
const quoted = String.raw`'(?:[^'\p{Cc}\p{Bidi_Control}]|'\\'')*'`
const options = [
  `-t ${quoted}`,
  String.raw`--gateway [a-z][a-z0-9-]*@\w[\w.+-]*`,
  '--api [a-z][a-z0-9-]*',
  '--route vendor',
  String.raw`--seed \d+`,
  '--aftermath [a-z-]+',
  `--runtime container --image ${RegExp.escape(defaultBase)}`,
]

/** A command as a run writes it about a scenario in `scenarios/`, with options that name no path and no image of others. */
const ownRepeat = new RegExp(`^ ${scenarioPath}${options.map((option) => `(?: ${option})?`).join('')}$`, 'u')

/** The folder of reports that a file of reports, or a folder of blobs, is part of: runs leave `latest/`, `blobs/` and `runs/` side by side. */
export function reportsFolderOf(place: string): string {
  return ['latest', 'blobs'].includes(basename(place)) ? dirname(place) : place
}

/**
 * A result that a file tells, as this machine can use it: its run is the folder of that name in `runs/` of the folder of reports, the
 * repro is the one in there, and the command that is offered to copy is one that a run could have written.
 * @throws HarnessError BAD_RECORD when that folder or that file is a link or no such thing
 */
export function placed(result: ScenarioResult, reports: string): ScenarioResult {
  const { repro: _, ...told } = result
  const run = join('runs', basename(result.folder))
  const folder = folderBelow(reports, run)
  const repro = folder && fileBelow(folder, 'repro.json', maxReproBytes)
  return {
    ...told,
    folder: join(reports, run),
    repeat:
      repeatOf(result.repeat) ??
      `${ownCommand} ${repro === undefined ? 'judge ' : ''}${quote(repro ?? join(reports, run))}`,
    ...(repro === undefined ? {} : { repro }),
  }
}

/** Whether the last part of a path can be a run's folder. */
export function namesRun(folder: string): boolean {
  return runName.test(basename(folder))
}

function repeatOf(told: string): string | undefined {
  const words = told.replace(ownPrefix, '')
  return words !== told && ownRepeat.test(words) ? `${ownCommand}${words}` : undefined
}
