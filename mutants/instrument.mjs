/**
 * `node instrument.mjs <folder> <copy> [others]`: copies the TypeScript of a folder with all of Stryker's mutants in it, or with those of our own
 * mutators instead; `__STRYKER_ACTIVE_MUTANT__` chooses one of them. Prints the mutants as JSON.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { otherMutators } from './other-mutators.mjs'

const [, , folder, copy, which] = process.argv
if (which === 'others') {
  // Stryker takes no mutators of others, and exports no list of its own
  const list = new URL(
    './dist/src/mutators/index.js',
    import.meta.resolve('@stryker-mutator/instrumenter/package.json'),
  )
  const { allMutators } = await import(list.href)
  allMutators.splice(0, allMutators.length, ...otherMutators)
}
const quiet = { debug() {}, info() {}, isDebugEnabled: () => false, warn: console.error, error: console.error }
const read = async (name) => ({ name, mutate: true, content: await readFile(join(folder, name), 'utf8') })
const sources = await Promise.all((await readdir(folder)).sort().map(read))
const { files, mutants } = await new Instrumenter(quiet).instrument(sources, {
  plugins: null,
  ignorers: [],
  excludedMutations: [],
})

await mkdir(copy, { recursive: true })
// what a file imports from outside the folder stays where it is
const outside = (path) => `'${pathToFileURL(resolve(folder, path))}`
for (const { name, content } of files)
  await writeFile(
    join(copy, name),
    content.replace(/(?<=from )["']((?:\.\.\/)+)/g, (_, path) => `${outside(path)}/`),
  )
console.log(JSON.stringify(mutants))
