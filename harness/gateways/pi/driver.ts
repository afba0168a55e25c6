import type { Driver, Installed, Place } from '../../driver.ts'
import { configure, layoutOf, programOf } from './config.ts'
import { execCaller } from './exec.ts'
import { Pi } from './gateway.ts'
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

/** pi (github.com/earendil-works/pi) in RPC mode, any version on npm since 0.80.4. */
export const pi: Driver = {
  name: 'pi',
  defaultVersion,
  older: '1.3.0',
  apis: ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai'],
  profile: profileOf,
  processPerSession: true,
  limits,
  releases,
  install,
  lacks,
  toolCaller: execCaller,
  open,
}

async function open(installed: Installed, place: Place): Promise<Pi> {
  const layout = layoutOf(place)
  await configure(place, layout)
  return new Pi(place, layout, async (session, { node, folder } = installed) =>
    programOf(node, await programIn(folder), place, layout, session),
  )
}
