import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import type { Driver, Installed, Place } from '../../driver.ts'
import { freePort } from '../free-port.ts'
import { configOf, layoutOf } from './config.ts'
import { execCaller } from './exec.ts'
import { OpenClaw } from './gateway.ts'
import { defaultVersion, install } from './install.ts'

/** OpenClaw (github.com/openclaw/openclaw), any version on npm since 2026.1.29. */
export const openclaw: Driver = {
  name: 'openclaw',
  defaultVersion,
  apis: ['anthropic-messages'],
  install,
  toolCaller: execCaller,
  open,
}

async function open(installed: Installed, place: Place): Promise<OpenClaw> {
  const layout = layoutOf(place)
  for (const folder of [layout.home, layout.state, layout.workspace, layout.tmp]) await mkdir(folder, { recursive: true })
  const port = await freePort(place.port)
  const token = randomBytes(24).toString('base64url')
  await writeFile(layout.config, JSON.stringify(configOf(place, layout, port, token), null, 2), { mode: 0o600 })
  return new OpenClaw({ installed, place, layout, port, token })
}
