import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installed } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { besidePackage, installNative, releasesOf } from '../npm-package.ts'
import manifest from './npm/package.json' with { type: 'json' }

const name = '@openai/codex'

/** The version that is tested when none is asked for; its one place is `npm/package.json`. */
export const defaultVersion = manifest.dependencies[name]

const codex = {
  gateway: 'codex',
  name,
  bytes: 0.7e9,
  holds: 'bin/codex.js',
  first: { version: '0.136.0', why: 'does not tell which message a turn is about' },
}

/**
 * Makes codex ready to run: an exact version (offline once cached), a tag, or the path of an installed package.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export function install(version: string, progress: (line: string) => void): Promise<Installed> {
  return installNative(codex, version, progress)
}

/** Every release that can be driven, oldest first. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export function releases(): Promise<readonly string[]> {
  return releasesOf(codex)
}

/**
 * The native program of an installed version, which its script would start as a child: in the package for this platform, or in the package
 * itself where a version has all platforms in one.
 * @throws HarnessError UNKNOWN_GATEWAY where there is none for this platform
 */
export async function programIn({ folder, version }: Installed): Promise<string> {
  const own = besidePackage({ name, folder }, `${name}-${process.platform}-${process.arch}`)
  for (const place of [own, folder])
    for await (const file of glob(`vendor/${triple()}/{bin,codex}/codex`, { cwd: place })) return join(place, file)
  throw new HarnessError('UNKNOWN_GATEWAY', `codex ${version} has no program for ${process.platform}-${process.arch}`)
}

/** How Rust names this platform, about. */
function triple(): string {
  const cpu = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  return `${cpu}-${process.platform === 'darwin' ? 'apple-darwin' : 'unknown-linux-*'}`
}
