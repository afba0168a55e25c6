/**
 * `node instrument.mjs <folder> <copy>`: copies the TypeScript of a folder with all of Stryker's mutants in it, of which
 * `__STRYKER_ACTIVE_MUTANT__` chooses one, and prints the mutants as JSON.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Instrumenter } from '@stryker-mutator/instrumenter'

const [, , folder, copy] = process.argv
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
