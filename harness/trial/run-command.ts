import { endCommand, markCommand, unlessStopping } from '../engine/command.ts'
import { isUsageError } from '../errors.ts'
import { compiledFolder } from '../gateways/cache.ts'

/**
 * Runs a command of the trial: what it starts is marked, and gone when it ends. The exit code is that of `main`, 254 for wrong usage, 255
 * for a crash.
 */
export async function runCommand(name: string, main: () => Promise<number>): Promise<void> {
  process.env.NODE_COMPILE_CACHE ??= compiledFolder('ours')
  markCommand()
  process.exitCode = await main()
    .catch(unlessStopping)
    .catch((error) => {
      const isUsage = isUsageError(error)
      console.error(isUsage ? `${name}: ${error.message}` : error)
      return isUsage ? 254 : 255
    })
  await endCommand()
}
