import { mkdirSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Installed } from '../driver.ts'

const modules = `${sep}node_modules${sep}`

/**
 * What a container sees of this machine, at the same paths: the run's folder, and what all gateways have compiled, to write to; to
 * read, the installed gateway, this repository and its packages.
 */
export function bindsOf(folder: string, compiled: string, installed: Installed): string[] {
  mkdirSync(compiled, { recursive: true })
  const own = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')
  const packages = rootOf(fileURLToPath(import.meta.resolve('zod')))
  const read = [...new Set([rootOf(installed.folder), own, packages, realpathSync(packages)])]
  return [`${folder}:${folder}`, `${compiled}:${compiled}`, ...read.map((path) => `${path}:${path}:ro`)]
}

/** The outermost `node_modules` that a path lies in, or the path itself: a package needs those beside it. */
function rootOf(path: string): string {
  const at = path.indexOf(modules)
  return at < 0 ? path : path.slice(0, at + modules.length - 1)
}
