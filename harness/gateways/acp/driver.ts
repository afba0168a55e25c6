import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Driver, Installed, Place } from '../../driver.ts'
import { holdCaller } from '../hold-caller.ts'
import { nodeFor } from '../node.ts'
import { installPackage, releasesOf } from '../npm-package.ts'
import { environmentOf } from './environment.ts'
import { AcpGateway } from './gateway.ts'
import { lacksOf } from './lacks.ts'
import type { Preset } from './preset.ts'

/** The driver of an agent that speaks the Agent Client Protocol and is on npm. */
export function presetDriver(preset: Preset): Driver {
  const { name, defaultVersion, apis, profile, npm } = preset
  return {
    name,
    defaultVersion,
    apis,
    profile: () => profile,
    releases: () => releasesOf(npm.name),
    lacks: (need) => lacksOf(need, preset),
    toolCaller: () => holdCaller,
    async install(version, progress) {
      const { folder, version: found, node } = await installPackage(npm, version, progress)
      return { name, version: found, folder, node: preset.isNode ? await nodeFor(node, progress) : process.execPath }
    },
    open: (installed, place) => open(preset, installed, place),
  }
}

async function open(preset: Preset, { folder, node }: Installed, place: Place): Promise<AcpGateway> {
  const { program, isNode, args, signIn } = preset
  const [home, work] = [join(place.folder, 'home'), join(place.folder, 'work')]
  for (const made of [home, work]) await mkdir(made, { recursive: true })
  const provider = new URL(place.providerUrl).origin
  const ground = { home, provider, providerUrl: place.providerUrl, api: place.api }
  for (const [path, content] of Object.entries(preset.files?.(ground) ?? {})) {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), JSON.stringify(content, null, 2))
  }
  // it has to listen before the agent is started
  await place.gate.url('main')
  const file = join(folder, program)
  const env = { ...environmentOf(place, home, node, isNode), ...preset.environment(ground) }
  const started = isNode ? { file: place.machine.node(node), args: [file, ...args] } : { file, args }
  return new AcpGateway({ program: { ...started, env, cwd: work, state: home, piped: true }, place, work, signIn })
}
