import { mkdirSync } from 'node:fs'
import type { Installed } from '../driver.ts'
import { outermostPackages, ownFolders } from '../package.ts'

/**
 * What a container sees of this machine, at the same paths: the run's folder, and what all gateways have compiled, to write to; to
 * read, the installed gateway, this repository and its packages.
 */
export function bindsOf(folder: string, compiled: string, installed: Installed): string[] {
  mkdirSync(compiled, { recursive: true })
  const read = [...new Set([outermostPackages(installed.folder), ...ownFolders()])]
  return [`${folder}:${folder}`, `${compiled}:${compiled}`, ...read.map((path) => `${path}:${path}:ro`)]
}
