import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { execa } from 'execa'
import { HarnessError, messageOf } from '../../errors.ts'
import { DatabaseHolder } from '../database-holder.ts'
import { databases, sessionFile } from './store-damage.ts'

/** Another process than the gateway that holds its store: our own, as a second writer of the databases or by lock files. */
export class StoreHolder implements Disposable {
  readonly #state: string
  readonly #living: number
  readonly #databases = new DatabaseHolder()
  #locks: string[] = []

  /** `living` is the id of a process that lives, as the gateway sees it. */
  constructor(state: string, living: number) {
    this.#state = state
    this.#living = living
  }

  /** Takes the write lock of each database with transcripts. @throws HarnessError LIMIT_REACHED when the gateway keeps it */
  async hold(): Promise<void> {
    this.#databases.hold(await databases(this.#state))
  }

  /** Leaves a lock file as OpenClaw writes it (dist/session-write-lock). @throws HarnessError LIMIT_REACHED when there is one already */
  async leaveLock(key: string, owner: 'dead' | 'live'): Promise<void> {
    const file = await sessionFile(this.#state, key)
    if (file === undefined) throw new HarnessError('LIMIT_REACHED', `the store has no transcript of ${key} yet`)
    const pid = owner === 'live' ? this.#living : await deadPid()
    const lock = `${file}.lock`
    const content = JSON.stringify({ pid, createdAt: new Date().toISOString() }, null, 2)
    await writeFile(lock, content, { flag: 'wx' }).catch((error) => {
      throw new HarnessError('LIMIT_REACHED', `cannot leave ${lock}: ${messageOf(error)}`, { cause: error })
    })
    if (owner === 'live') this.#locks.push(lock)
  }

  /** Lets go of all that it holds. */
  release(): void {
    this.#databases.release()
    for (const lock of this.#locks) rmSync(lock, { force: true })
    this.#locks = []
  }

  [Symbol.dispose](): void {
    this.release()
  }
}

/** The id of a process that has just ended. */
async function deadPid(): Promise<number> {
  const ended = execa(process.execPath, ['--eval', ''])
  await ended
  return ended.pid ?? -1
}
