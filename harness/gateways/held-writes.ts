/**
 * Loaded into the gateway's own process by `conditions-hook.ts`: it stands still right before one of its writes into the state folder, or
 * with half of that write done, so that it can be killed there. Counted are calls of `node:fs` that change something by path or through an
 * open file, and statements of SQLite that are no queries. SQLite's own writes cannot be torn from here.
 */
import fs from 'node:fs'
import { resolve, sep } from 'node:path'
import sqlite from 'node:sqlite'
import type { noteOwners } from './statement-owners.ts'
import { changes, writtenPath } from './written-path.ts'

type AnyFunction = (...args: unknown[]) => unknown
/** What a write would put where: `half` puts the first half of it there. */
type Writing = { readonly path: string; readonly half?: (() => void) | undefined }

/** Asked at each write: whether it is the one to stand still at, and how. */
export type HeldWrites = {
  readonly folder: string
  readonly ownerOf: ReturnType<typeof noteOwners>
  /** whether there is a write to stand still at; asked before anything is looked up */
  readonly isAwaited: () => boolean
  /** counts a write; whether it is the one */
  readonly isDue: () => boolean
  readonly isTorn: () => boolean
  /** tells the harness, at once */
  readonly tell: (path: string) => void
}

/** What these do is done by others of them, which are counted. */
const doneByOthers = new Set(['createWriteStream', 'cp'])
const throughFile = /^(write|writev|ftruncate)(Sync)?$/
const ofHandle = ['write', 'writev', 'writeFile', 'appendFile', 'truncate']
const query = /^\s*(select|pragma|explain|with)\b/i
const { writeFileSync, writeSync, readlinkSync } = fs

/** Hooks every function that writes. The exports of `node:fs` are to be synchronised afterwards. */
export function hookWrites(given: HeldWrites): void {
  const gate = new Gate({ ...given, folder: resolve(given.folder) + sep })
  const names = Object.getOwnPropertyNames(fs).filter((name) => changes.test(name) && !doneByOthers.has(name))
  gate.wrap(fs, names, (name, args) => gate.byPath(name, args))
  const open = Object.getOwnPropertyNames(fs).filter((name) => throughFile.test(name))
  gate.wrap(fs, open, (_, [file, ...rest]) => gate.byFile(Number(file), rest))
  const promised = Object.getOwnPropertyNames(fs.promises).filter((name) => changes.test(name))
  gate.wrap(fs.promises, promised, (name, args) => gate.byPath(name, args))
  hookHandles(gate)
  gate.wrap(sqlite.DatabaseSync.prototype, ['exec'], function (_, [sql]) {
    return gate.byStatement(this as sqlite.DatabaseSync, String(sql))
  })
  gate.wrap(sqlite.StatementSync.prototype, ['run', 'get', 'all', 'iterate'], function () {
    return gate.byStatement(given.ownerOf(this as object), (this as sqlite.StatementSync).sourceSQL)
  })
}

/** The class of file handles can be had from a handle only. */
function hookHandles(gate: Gate): void {
  const { open } = fs.promises
  let known = false
  fs.promises.open = async (...args) => {
    const handle = await open(...args)
    if (!known) {
      known = true
      gate.wrap(Object.getPrototypeOf(handle), ofHandle, function (_, rest) {
        return gate.byFile((this as { fd: number }).fd, rest)
      })
    }
    return handle
  }
}

class Gate {
  readonly #given: HeldWrites
  /** inside a function that was counted, what it calls itself is not */
  #inside = false

  constructor(given: HeldWrites) {
    this.#given = given
  }

  wrap(
    target: object,
    names: readonly string[],
    writing: (this: unknown, name: string, args: unknown[]) => Writing | undefined,
  ): void {
    const functions = target as Record<string, AnyFunction>
    const passes = (found: () => Writing | undefined, act: () => unknown) => this.#passes(found, act)
    for (const name of names) {
      const original = functions[name] as AnyFunction
      functions[name] = function (this: unknown, ...args: unknown[]) {
        return passes(
          () => writing.call(this, name, args),
          () => original.apply(this, args),
        )
      }
    }
  }

  byPath(name: string, args: readonly unknown[]): Writing | undefined {
    const path = writtenPath(name, args, this.#given.folder)
    if (path === undefined) return undefined
    const flag = /^(append|write)File/.exec(name)?.[1]
    const half = flag === undefined ? undefined : firstHalf(args[1])
    return { path, half: half && (() => writeFileSync(path, half, { flag: flag === 'append' ? 'a' : 'w' })) }
  }

  byFile(file: number, [data, offset, length, position]: readonly unknown[]): Writing | undefined {
    const path = pathOf(file)
    if (path === undefined || !path.startsWith(this.#given.folder)) return undefined
    const half = firstHalf(data, offset, length)
    return { path, half: half && (() => void writeSync(file, half, 0, half.length, asPosition(position))) }
  }

  byStatement(database: sqlite.DatabaseSync | undefined, sql: string): Writing | undefined {
    const path = database?.isOpen && !query.test(sql) ? database.location() : null
    return path?.startsWith(this.#given.folder) ? { path } : undefined
  }

  #reach({ path, half }: Writing): void {
    if (!this.#given.isDue()) return
    if (this.#given.isTorn()) half?.()
    this.#given.tell(path)
    // only a SIGKILL ends this
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }

  #passes(found: () => Writing | undefined, act: () => unknown): unknown {
    if (this.#inside || !this.#given.isAwaited()) return act()
    const writing = found()
    if (writing !== undefined) this.#reach(writing)
    this.#inside = true
    try {
      return act()
    } finally {
      this.#inside = false
    }
  }
}

function pathOf(file: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${file}`)
  } catch {
    return undefined
  }
}

function firstHalf(data: unknown, offset?: unknown, length?: unknown): Buffer | undefined {
  const bytes = bytesOf(data)
  if (bytes === undefined) return undefined
  const from = typeof data === 'string' || typeof offset !== 'number' ? 0 : offset
  const whole = typeof data === 'string' || typeof length !== 'number' ? bytes.length - from : length
  return bytes.subarray(from, from + Math.floor(whole / 2))
}

function bytesOf(data: unknown): Buffer | undefined {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : undefined
}

function asPosition(position: unknown): number | null {
  return typeof position === 'number' ? position : null
}
