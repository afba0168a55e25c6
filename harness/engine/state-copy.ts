import { cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What is ours in a run's folder, and stays as it is. */
const ours = { kept: 'kept', copy: 'state-copy' } as const

/**
 * A copy of all that a gateway has in a run's folder. It is put back to where it was: stores hold paths, and at another place a gateway would
 * read what it had at the first one. Processes, sockets and what lies elsewhere are not copied.
 */
export class StateCopy {
  readonly #folder: string
  readonly #copy: string

  constructor(folder: string) {
    this.#folder = folder
    this.#copy = join(folder, ours.copy)
  }

  /** Makes the copy, with the times of the files. The gateway must be down. */
  async make(): Promise<void> {
    await rm(this.#copy, { recursive: true, force: true })
    await mkdir(this.#copy)
    for (const name of await this.#names())
      await cp(join(this.#folder, name), join(this.#copy, name), {
        recursive: true,
        preserveTimestamps: true,
        verbatimSymlinks: true,
        filter: isCopied,
      })
  }

  /** Puts the copy in the place of what is there now. The gateway must be down. */
  async putBack(): Promise<void> {
    for (const name of await this.#names()) await rm(join(this.#folder, name), { recursive: true, force: true })
    for (const name of await readdir(this.#copy)) await rename(join(this.#copy, name), join(this.#folder, name))
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#folder)
    return names.filter((name) => !Object.values<string>(ours).includes(name))
  }
}

/** A socket is nothing without the process that listens at it. */
async function isCopied(path: string): Promise<boolean> {
  const found = await lstat(path)
  return found.isFile() || found.isDirectory() || found.isSymbolicLink()
}
