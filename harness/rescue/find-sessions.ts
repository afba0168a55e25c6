import { glob, opendir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { HarnessError, messageOf } from '../errors.ts'
import { stores } from '../gateways/index.ts'
import { isBackup } from '../store/backup.ts'
import type { Store, StoredSession } from '../store/store.ts'

/** A session that was found, or a file that could not be looked at. */
export type Found = { readonly session: StoredSession } | { readonly file: string; readonly why: string }

/** What is looked for: in which files and folders, and of which agent alone. */
export type Wanted = { readonly paths: readonly string[]; readonly agent?: string | undefined }

/** Where sessions are looked for when no path is given. */
export function usualPlaces(agent?: string): string[] {
  return storesOf(agent).flatMap(({ places }) => places.map((place) => join(homedir(), place)))
}

/**
 * The sessions in some files and folders, or in all places where agents keep theirs. A file that cannot be looked at takes none of the
 * others with it.
 * @throws HarnessError USAGE when a path that was named is not there, or holds no session of an agent that we know
 */
export async function* findSessions({ paths, agent }: Wanted): AsyncGenerator<Found> {
  const known = storesOf(agent)
  if (paths.length === 0) {
    for (const place of usualPlaces(agent)) for await (const file of glob(place)) yield* sessionsIn(file, known)
  }
  for (const path of paths.map((one) => resolve(one))) {
    const found = await stat(path).catch((error) => {
      throw new HarnessError('USAGE', `cannot look at ${path}: ${messageOf(error)}`)
    })
    if (found.isDirectory()) yield* below(path, known)
    else yield* named(path, known)
  }
}

async function* below(folder: string, known: readonly Store[]): AsyncGenerator<Found> {
  // agents keep theirs in hidden folders, which a glob leaves out
  for await (const { name, parentPath } of await opendir(folder, { recursive: true }))
    if (/\.(?:jsonl|sqlite|db)$/.test(name)) yield* sessionsIn(join(parentPath, name), known)
}

async function* named(file: string, known: readonly Store[]): AsyncGenerator<Found> {
  const found = await Array.fromAsync(sessionsIn(file, known))
  const agents = [...new Set(known.map(({ format }) => format.agent))].join(', ')
  if (found.length === 0)
    throw new HarnessError('USAGE', `${file} is no session of an agent that is known here (${agents})`)
  yield* found
}

async function* sessionsIn(file: string, known: readonly Store[]): AsyncGenerator<Found> {
  if (isBackup(file)) return
  try {
    // a pipe or a device may never end
    if (!(await stat(file)).isFile()) return
    for (const store of known) {
      const sessions = await store.open(file)
      if (sessions === undefined) continue
      for (const session of sessions) yield { session }
      return
    }
  } catch (error) {
    yield { file, why: messageOf(error) }
  }
}

/** How a process of a session's agent is called. */
export function programOf({ format }: StoredSession): RegExp {
  return stores.find((store) => store.format === format)?.program ?? /$^/
}

function storesOf(agent: string | undefined): readonly Store[] {
  const own = stores.filter(({ format }) => agent === undefined || format.agent === agent)
  if (own.length > 0) return own
  const names = [...new Set(stores.map(({ format }) => format.agent))].join(', ')
  throw new HarnessError('USAGE', `--agent ${agent} is not known; there are: ${names}`)
}
