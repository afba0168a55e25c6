import { randomBytes } from 'node:crypto'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver, Installed, Place } from '../../driver.ts'
import { compiledFolder } from '../cache.ts'
import { Conditions } from '../conditions.ts'
import { EventLoop } from '../event-loop.ts'
import { releasesOf } from '../npm-package.ts'
import { configOf, layoutOf } from './config.ts'
import { execCaller } from './exec.ts'
import { OpenClaw } from './gateway.ts'
import { defaultVersion, install } from './install.ts'
import { lacks } from './lacks.ts'
import { profileOf } from './lexicon.ts'
import matrix from './matrix.json' with { type: 'json' }
import { matrixOf } from './releases.ts'
import { signIn } from './sign-in.ts'

/** OpenClaw (github.com/openclaw/openclaw), any version on npm since 2026.1.29. */
export const openclaw: Driver = {
  name: 'openclaw',
  defaultVersion,
  apis: ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai'],
  profile: profileOf,
  matrix,
  releases: () => releasesOf({ name: 'openclaw' }),
  matrixOf,
  install,
  lacks,
  toolCaller: execCaller,
  open,
}

/**
 * OpenClaw keeps compiled code in its TMPDIR, which is the run's own; what lies there is shared by all runs, so that not every
 * boot compiles anew: that of Node, and what jiti makes of plugins. (With NODE_COMPILE_CACHE set it would
 * start itself again as a child that no signal of ours reaches.)
 */
async function shareCompiledCode(tmp: string): Promise<void> {
  const shared = compiledFolder('gateways')
  const plugins = join(shared, 'jiti')
  const made = await mkdir(plugins, { recursive: true }).then(
    () => true,
    () => false,
  )
  // without it a boot is only slower
  if (!made) return
  await symlink(shared, join(tmp, 'node-compile-cache'))
  await symlink(plugins, join(tmp, 'jiti'))
}

async function open(installed: Installed, place: Place): Promise<OpenClaw> {
  const layout = layoutOf(place)
  for (const folder of [layout.home, layout.state, layout.workspace, layout.tmp])
    await mkdir(folder, { recursive: true })
  await shareCompiledCode(layout.tmp)
  const port = await place.machine.port(place.port)
  const token = randomBytes(24).toString('base64url')
  place.hide(token, 'gateway-token')
  await writeFile(layout.config, JSON.stringify(configOf(installed.version, place, layout, port, token), null, 2), {
    mode: 0o600,
  })
  if (place.vendor?.signIn !== undefined) await signIn(installed, place, layout, place.vendor.signIn)
  const eventLoop = new EventLoop(place.note)
  const conditions = new Conditions(place.note)
  for (const hook of [eventLoop, conditions]) await hook.listen((server) => place.machine.listen(server))
  return new OpenClaw({ installed, place, layout, port, token, eventLoop, conditions })
}
