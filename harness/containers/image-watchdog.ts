/**
 * `node image-watchdog.ts <image>`: a process of its own that outlives the harness by a moment. When its standard input ends, or at
 * SIGTERM, it removes the image, as soon as the containers in it are gone.
 */
import { limits } from '../limits.ts'
import { removeImage } from './clean-up.ts'
import { findDocker } from './docker.ts'

const [image = ''] = process.argv.slice(2)
const over = Promise.withResolvers<void>()
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('SIGTERM', over.resolve)
process.stdin.resume().on('end', over.resolve)
process.stdout.write('watching\n')

await over.promise
const left = await removeImage(await findDocker(), image, limits.cleanUp)
process.exit(left === undefined ? 0 : 1)
