import { join } from 'node:path'
import { execa } from 'execa'
import { maxSatisfying, satisfies } from 'semver'
import { HarnessError, messageOf } from '../errors.ts'
import { nodePackage } from '../package.ts'
import { installOnce } from './cache.ts'

/**
 * A Node that satisfies a package's `engines.node`: our own where it does, otherwise the newest fitting one, from npm.
 * @throws HarnessError INSTALL_FAILED when there is none for this platform
 */
export async function nodeFor(range: string | undefined, progress: (line: string) => void): Promise<string> {
  if (range === undefined || satisfies(process.versions.node, range)) return process.execPath
  const name = nodePackage
  if (name === undefined)
    throw new HarnessError(
      'INSTALL_FAILED',
      `the gateway needs Node ${range}, and npm has no Node for ${process.platform}-${process.arch}; run Gatecrash with such a Node`,
    )
  const version = maxSatisfying(await versionsOf(name), range)
  if (version === null)
    throw new HarnessError('INSTALL_FAILED', `the gateway needs Node ${range}, and npm's ${name} has no such version`)
  const folder = await installOnce(
    { name: `${name}@${version}`, manifest: { private: true, dependencies: { [name]: version } }, bytes: 0.4e9 },
    progress,
  )
  return join(folder, 'node_modules', name, 'bin', 'node')
}

async function versionsOf(name: string): Promise<string[]> {
  try {
    const { stdout } = await execa('npm', ['view', name, 'versions', '--json'])
    return JSON.parse(stdout)
  } catch (error) {
    const why = messageOf(error).split('\n')[0]
    throw new HarnessError('INSTALL_FAILED', `cannot ask npm for the versions of ${name}: ${why}`, { cause: error })
  }
}
