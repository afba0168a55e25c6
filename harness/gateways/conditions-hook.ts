/**
 * Loaded into the gateway's own process and its threads (`NODE_OPTIONS=--import`): what lies around it goes wrong when the harness
 * says so. `GATECRASH_CONDITIONS` holds the loopback port that the harness listens on, the state folder, and how things stand at
 * the start. From the instant it is told:
 * - writes into the state folder fail as on a full disk or in a read-only folder: files that are opened, made, changed or removed
 *   by path (not writes to a file that is open already), and SQLite, whose own refusal of a `query_only` connection is given the
 *   words of a full disk where it is one;
 * - `Date` is ahead of the system's clock or behind it. Timers and `performance.now()` go on as they do when a real clock jumps.
 * - it stands still at one of its writes (`held-writes.ts`).
 *
 * The first write of each path that fails after a change is told to the harness, and so is SQLite's finding that the database is locked.
 */
import { once } from 'node:events'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { resolve, sep } from 'node:path'
import sqlite from 'node:sqlite'
import { BroadcastChannel, getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import { eachLine } from '../lines.ts'
import { hookWrites } from './held-writes.ts'
import { hookClock } from './hook-clock.ts'
import { noteOwners } from './statement-owners.ts'
import { changes, writtenPath } from './written-path.ts'

type AnyFunction = (...args: unknown[]) => unknown
type Writes = keyof typeof refusals
type Condition = { writes: Writes | 'fine'; clockMs: number; holdAt: number; torn: boolean }
type Settings = Condition & { port: number; folder: string; memory: SharedArrayBuffer }

const refusals = {
  full: {
    code: 'ENOSPC',
    errno: -28,
    says: 'no space left on device',
    errcode: 13,
    errstr: 'database or disk is full',
  },
  'read-only': {
    code: 'EROFS',
    errno: -30,
    says: 'read-only file system',
    errcode: 8,
    errstr: 'attempt to write a readonly database',
  },
}
const kinds = ['fine', 'full', 'read-only'] as const
const key = 'gatecrash-conditions'

function fromHarness(json: string | undefined): Settings | undefined {
  if (json === undefined) return undefined
  const given = { ...JSON.parse(json), memory: new SharedArrayBuffer(48) } as Settings
  // threads share the memory, so that conditions change in all of them at once
  setEnvironmentData(key, given as never)
  apply(given)
  return given
}

function apply({ memory, writes, clockMs, holdAt, torn }: Condition & { memory: SharedArrayBuffer }): void {
  const shared = new Float64Array(memory)
  shared[0] = kinds.indexOf(writes)
  shared[1] = clockMs
  // a number for each change, after which every path is told of anew
  shared[2] = (shared[2] ?? 0) + 1
  shared[3] = holdAt
  shared[4] = Number(torn)
  // the writes since
  shared[5] = 0
}

function hook(given: Settings): void {
  const shared = new Float64Array(given.memory)
  const report = isMainThread ? listen(given) : reportThroughMain()
  const told = new Set<string>()
  const writes = () => kinds[shared[0] ?? 0] ?? 'fine'
  const tell = (how: string, path: string) => {
    const what = `${shared[2]} ${how} ${path}`
    if (told.has(what)) return
    told.add(what)
    report({ how, path })
  }
  const where = { folder: resolve(given.folder) + sep, writes, tell }
  hookClock(() => shared[1] ?? 0)
  hookFiles(where)
  const ownerOf = noteOwners()
  hookSqlite({ ...where, ownerOf })
  hookWrites({
    folder: given.folder,
    ownerOf,
    isAwaited: () => (shared[3] ?? 0) > 0,
    isDue: () => {
      shared[5] = (shared[5] ?? 0) + 1
      return shared[5] === shared[3]
    },
    isTorn: () => shared[4] === 1,
    tell: (path) => report({ held: shared[3], path }),
  })
  syncBuiltinESMExports()
}

/** @returns what tells the harness something */
function listen(given: Settings): (what: object) => void {
  const harness = net.connect(given.port, '127.0.0.1').on('error', () => {})
  harness.unref()
  if (given.holdAt > 0) heard = untilConnected(harness)
  const report = (what: object) => void harness.write(`${JSON.stringify(what)}\n`)
  report({ listens: true })
  eachLine(harness, (line) => {
    const told = JSON.parse(line)
    apply({ ...told, memory: given.memory })
    report({ set: told, now: Date.now() })
  })
  const threads = new BroadcastChannel(key)
  threads.unref()
  threads.onmessage = (message) => report((message as { data: object }).data)
  return report
}

/** A process that stands still at its first write can tell nobody who is not connected by then. */
async function untilConnected(harness: net.Socket): Promise<void> {
  harness.ref()
  await once(harness, 'connect').catch(() => undefined)
  harness.unref()
}

/** A thread may end at once, as one does whose write has failed: what it has posted arrives all the same. */
function reportThroughMain(): (what: object) => void {
  const main = new BroadcastChannel(key)
  main.unref()
  return (what) => main.postMessage(what)
}

type Where = { folder: string; writes: () => (typeof kinds)[number]; tell: (how: string, path: string) => void }

/** A full disk does not keep one from removing. */
const removes = /^(rename|rm|rmdir|unlink|truncate)/

function hookFiles({ folder, writes, tell }: Where): void {
  const refusal = (name: string, args: unknown[]): Error | undefined => {
    const as = writes()
    if (as === 'fine' || (as === 'full' && removes.test(name))) return undefined
    const path = writtenPath(name, args, folder)
    if (path === undefined) return undefined
    tell(as, path)
    const { code, errno, says } = refusals[as]
    const syscall = name.replace(/Sync$/, '')
    return Object.assign(new Error(`${code}: ${says}, ${syscall} '${path}'`), { code, errno, syscall, path })
  }
  guard(fs, refusal, (error, name, args) => {
    if (name.endsWith('Sync') || name === 'createWriteStream') throw error
    process.nextTick(args.at(-1) as AnyFunction, error)
  })
  guard(fs.promises, refusal, (error) => Promise.reject(error))
}

function guard(
  target: object,
  refusal: (name: string, args: unknown[]) => Error | undefined,
  fail: (error: Error, name: string, args: unknown[]) => unknown,
): void {
  const functions = target as Record<string, AnyFunction>
  for (const name of Object.getOwnPropertyNames(functions).filter((each) => changes.test(each))) {
    const original = functions[name] as AnyFunction
    functions[name] = function (this: unknown, ...args: unknown[]) {
      const error = refusal(name, args)
      return error === undefined ? original.apply(this, args) : fail(error, name, args)
    }
  }
}

/** What SQLite says when the database is locked, with all its kinds (`SQLITE_BUSY` and its extensions). */
const busy = 5

function hookSqlite({ folder, writes, tell, ownerOf }: Where & { ownerOf: ReturnType<typeof noteOwners> }): void {
  const readOnly = new WeakMap<sqlite.DatabaseSync, boolean>()
  const { exec, prepare } = sqlite.DatabaseSync.prototype
  const guarded = <T>(database: sqlite.DatabaseSync | undefined, act: () => T): T => {
    const path = database?.isOpen ? database.location() : null
    if (database === undefined || path === null || !path.startsWith(folder)) return act()
    const as = writes()
    if ((as !== 'fine') !== (readOnly.get(database) ?? false)) {
      exec.call(database, `PRAGMA query_only = ${as === 'fine' ? 'OFF' : 'ON'}`)
      readOnly.set(database, as !== 'fine')
    }
    try {
      return act()
    } catch (error) {
      const { errcode = 0 } = error as { errcode?: number }
      if ((errcode & 255) === busy) tell('locked', path)
      if (as === 'fine' || (errcode & 255) !== refusals['read-only'].errcode) throw error
      tell(as, path)
      const { errcode: code, errstr } = refusals[as]
      throw Object.assign(error as Error, { message: errstr, errcode: code, errstr })
    }
  }
  sqlite.DatabaseSync.prototype.exec = function (sql) {
    return guarded(this, () => exec.call(this, sql))
  }
  sqlite.DatabaseSync.prototype.prepare = function (...args) {
    return guarded(this, () => prepare.apply(this, args))
  }
  const statements = sqlite.StatementSync.prototype as unknown as Record<string, AnyFunction>
  for (const name of ['run', 'get', 'all', 'iterate']) {
    const original = statements[name] as AnyFunction
    statements[name] = function (this: sqlite.StatementSync, ...args: unknown[]) {
      return guarded(ownerOf(this), () => original.apply(this, args))
    }
  }
}

const settings = isMainThread
  ? fromHarness(process.env.GATECRASH_CONDITIONS)
  : (getEnvironmentData(key) as unknown as Settings | undefined)
// what the gateway starts is left alone
delete process.env.GATECRASH_CONDITIONS
let heard: Promise<void> | undefined
if (settings !== undefined) hook(settings)
await heard
