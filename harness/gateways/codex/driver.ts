import type { Driver, Installed, Place } from '../../driver.ts'
import { configure, layoutOf, programOf } from './config.ts'
import { execCaller } from './exec.ts'
import { Codex } from './gateway.ts'
import { defaultVersion, install, programIn, releases } from './install.ts'
import { lacks } from './lacks.ts'
import { profileOf } from './lexicon.ts'

/** It is quick, and tells of all work that is left. */
const limits = {
  boot: 30_000,
  accept: 15_000,
  ask: 20_000,
  step: 15_000,
  doubt: 500,
  effect: 10_000,
  restart: 15_000,
  settle: 5_000,
  quiet: 100,
}

/** codex (github.com/openai/codex) by its app server, any version on npm since 0.136.0. */
export const codex: Driver = {
  name: 'codex',
  defaultVersion,
  older: '0.140.0',
  can: ['permissions'],
  apis: ['openai-responses'],
  profile: profileOf,
  limits,
  releases,
  install,
  lacks,
  toolCaller: execCaller,
  open,
}

async function open(installed: Installed, place: Place): Promise<Codex> {
  const layout = layoutOf(place)
  await configure(place, layout)
  return new Codex(place, layout, async (as = installed) => programOf(await programIn(as), place, layout))
}
