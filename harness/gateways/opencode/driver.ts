import { mkdir } from 'node:fs/promises'
import type { Driver, Installed, Place } from '../../driver.ts'
import { bashCaller } from './bash-caller.ts'
import { apis, layoutOf } from './config.ts'
import { Opencode } from './gateway.ts'
import { defaultVersion, install, releases } from './install.ts'
import { lacks } from './lacks.ts'
import { profileOf } from './lexicon.ts'

/** opencode (github.com/anomalyco/opencode) as a server, any version on npm that keeps its sessions in a database. */
export const opencode: Driver = {
  name: 'opencode',
  defaultVersion,
  older: '1.17.0',
  can: ['permissions'],
  apis,
  profile: profileOf,
  // its sessions tell of all work that is left, also while it waits to try again: 2, 4, 8, 16 s
  limits: { quiet: 300, settle: 25_000 },
  releases,
  install,
  lacks,
  toolCaller: bashCaller,
  open,
}

async function open(installed: Installed, place: Place): Promise<Opencode> {
  const layout = layoutOf(place)
  for (const folder of Object.values(layout)) await mkdir(folder, { recursive: true })
  const port = await place.machine.port(place.port)
  return new Opencode({ installed, place, layout, port })
}
