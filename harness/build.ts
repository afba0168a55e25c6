/** `npm run build`: the package as npm gets it, in `dist/`: our sources as JavaScript with their types, and the files that they read. */
import { cp, glob, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import manifest from '../package.json' with { type: 'json' }
import { buildPage } from './report/template.ts'

const dist = 'dist'

await rm(dist, { recursive: true, force: true })
await execa('tsc', ['-p', 'tsconfig.build.json'], { preferLocal: true, stdio: 'inherit' })
// what is imported as JSON is there already; of package.json only what is read of it, as there may be one package alone
const { type, version } = manifest
await writeFile(join(dist, 'package.json'), JSON.stringify({ type, version }))
for await (const file of glob([
  'harness/gateways/*/*expectations.json',
  'harness/containers/Dockerfile',
  'harness/tools/gate.sh',
]))
  await cp(file, join(dist, file))
await writeFile(join(dist, 'harness/report/page.html'), await buildPage())
