import { join } from 'node:path'
import type { Driver } from '../../driver.ts'
import { holdCaller } from '../hold-caller.ts'
import { nodeFor } from '../node.ts'
import { installPackage, releasesOf } from '../npm-package.ts'
import { lacksOf } from './lacks.ts'
import { openAgent } from './open.ts'
import type { Preset } from './preset.ts'

/** The driver of an agent that speaks the Agent Client Protocol and is on npm. */
export function presetDriver(preset: Preset): Driver {
  const { name, defaultVersion, apis, profile, npm, program, isNode } = preset
  return {
    name,
    listedIn: 'acp',
    defaultVersion,
    apis,
    profile: () => profile,
    releases: () => releasesOf(npm),
    lacks: (need) => lacksOf(need, preset),
    toolCaller: () => holdCaller,
    async install(version, progress) {
      const { folder, version: found, node } = await installPackage(npm, version, progress)
      return { name, version: found, folder, node: isNode ? await nodeFor(node, progress) : process.execPath }
    },
    open: ({ folder, node }, place) => openAgent({ ...preset, node, file: join(folder, program) }, place),
  }
}
