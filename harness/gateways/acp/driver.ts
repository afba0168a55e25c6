import { join } from 'node:path'
import { lt } from 'semver'
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
    can: preset.neverAsks ? [] : ['permissions'],
    lacks: (need, { version }) => lacksOf(need, inVersion(preset, version)),
    toolCaller: () => holdCaller,
    async install(version, progress) {
      const { folder, version: found, node } = await installPackage(npm, version, progress)
      return { name, version: found, folder, node: isNode ? await nodeFor(node, progress) : process.execPath }
    },
    open: ({ folder, node, version }, place) =>
      openAgent({ ...inVersion(preset, version), node, file: join(folder, program) }, place),
  }
}

/** What is known of one version. */
function inVersion(preset: Preset, version: string): Preset {
  const { storeSince } = preset
  return storeSince !== undefined && lt(version, storeSince) ? { ...preset, store: undefined } : preset
}
