import { DatabaseSync } from 'node:sqlite'
import { HarnessError, messageOf } from '../errors.ts'
import { limits } from '../limits.ts'

/** A second writer of SQLite databases: our own, which keeps others from writing while it holds them. */
export class DatabaseHolder implements Disposable {
  #held: DatabaseSync[] = []

  /** Takes the write lock of each. @throws HarnessError LIMIT_REACHED when there is none, or the gateway keeps its lock */
  hold(files: readonly string[]): void {
    if (files.length === 0) throw new HarnessError('LIMIT_REACHED', 'the gateway has no database with transcripts yet')
    for (const file of files) {
      const database = new DatabaseSync(file, { timeout: limits.effect })
      this.#held.push(database)
      try {
        database.exec('BEGIN IMMEDIATE')
      } catch (error) {
        throw new HarnessError('LIMIT_REACHED', `cannot lock ${file}: ${messageOf(error)}`, { cause: error })
      }
    }
  }

  /** Lets go of all that it holds. */
  release(): void {
    for (const database of this.#held) database.close()
    this.#held = []
  }

  [Symbol.dispose](): void {
    this.release()
  }
}
