import { execa } from 'execa'
import { HarnessError, messageOf } from '../../errors.ts'
import { compareVersions, isRelease } from '../../expectations/versions.ts'

/** Every release on npm, oldest first, without betas. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export async function releases(): Promise<readonly string[]> {
  try {
    const { stdout } = await execa('npm', ['view', 'openclaw', 'versions', '--json'])
    return (JSON.parse(stdout) as string[]).filter(isRelease).sort(compareVersions)
  } catch (error) {
    const [why] = messageOf(error).split('\n')
    throw new HarnessError('INSTALL_FAILED', `cannot ask npm for the versions of openclaw: ${why}`, { cause: error })
  }
}

/** What a matrix should run, of all releases: the first and the last of each month; the newest is the last one's. */
export function matrixOf(all: readonly string[]): string[] {
  const months = Map.groupBy(all.toSorted(compareVersions), (version) => version.split('.').slice(0, 2).join('.'))
  return [...months.values()].flatMap((month) =>
    [...new Set([month[0], month.at(-1)])].filter((end) => end !== undefined),
  )
}
