/**
 * Loaded into the gateway and every Node process it starts (`NODE_OPTIONS=--import`): nothing leaves the machine.
 * A connection, look-up or datagram to anything but loopback fails as if the network were down, before a packet is sent,
 * and is noted in the file that `GATECRASH_BLOCKED` names. Where `GATECRASH_PROVIDER` is set, the vendors' hosts seem to be there:
 * `vendor-mount.ts` answers their requests, and a connection that it does not take ends on loopback all the same.
 *
 * It is a guard against accidents and no sandbox: a program that is no Node (curl, git), what a native addon starts (a terminal of
 * node-pty), `process.execve`, a look-up of one's own for `localhost`, and Unix sockets are not held back.
 */
import childProcess, { ChildProcess } from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import threads from 'node:worker_threads'
import { vendorHosts } from '../../mock-provider/vendors.ts'
import { hostOf, isLoopback } from './loopback.ts'

type AnyFunction = (...args: unknown[]) => unknown

function block(host: unknown, by: string): Error {
  const file = process.env.GATECRASH_BLOCKED
  if (file) appendFileSync(file, `${JSON.stringify({ host: String(host), by })}\n`)
  return Object.assign(new Error(`${by} to ${host} is blocked: this gateway is under test`), {
    code: 'ENETUNREACH',
    syscall: by,
  })
}

/** Hosts other than loopback that are the harness's own: its provider, for a gateway in a container. */
const allowed: ReadonlySet<unknown> = new Set(process.env.GATECRASH_ALLOWED?.split(',') ?? [])

function isOurs(host: unknown): boolean {
  return isLoopback(host) || allowed.has(host)
}

const answered: ReadonlySet<unknown> = new Set(
  process.env.GATECRASH_PROVIDER ? vendorHosts.map(({ host }) => host) : [],
)
/** What a vendor's host resolves to: gateways refuse to ask a model at a private address. Nothing is ever sent there. */
const publicAddress = '1.1.1.1'

const connect = net.Socket.prototype.connect as unknown as AnyFunction
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args)
  if (host === undefined || isOurs(host)) return connect.apply(this, args)
  if (answered.has(host)) return connect.apply(this, keptOnLoopback(args))
  const error = block(host, 'connect')
  process.nextTick(() => this.destroy(error))
  return this
} as typeof net.Socket.prototype.connect

/** Whatever look-up a client brings, a socket to a vendor's host can reach nothing but this machine. */
function keptOnLoopback(args: unknown[]): unknown[] {
  const [first] = args
  const options = Array.isArray(first) ? first[0] : first
  const lookup = (_: string, { all }: { all?: boolean }, done: AnyFunction) =>
    process.nextTick(done, null, ...(all ? [[{ address: '127.0.0.1', family: 4 }]] : ['127.0.0.1', 4]))
  if (typeof options === 'object') Object.assign(options, { lookup })
  else args.splice(0, 2, { port: options, host: args[1], lookup })
  return args
}

function guardLookups(target: object, fail: (error: Error, args: unknown[]) => unknown): void {
  const functions = target as Record<string, AnyFunction>
  for (const name of Object.getOwnPropertyNames(functions).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    const original = functions[name] as AnyFunction
    functions[name] = function (this: unknown, ...args: unknown[]) {
      if (name === 'lookup' && answered.has(args[0])) return original.apply(this, [publicAddress, ...args.slice(1)])
      return isOurs(args[0]) ? original.apply(this, args) : fail(block(args[0], 'look up'), args)
    }
  }
}

guardLookups(dns, (error, args) => process.nextTick(args.at(-1) as AnyFunction, error))
guardLookups(dns.promises, (error) => Promise.reject(error))
guardLookups(dns.Resolver.prototype, (error, args) => process.nextTick(args.at(-1) as AnyFunction, error))
guardLookups(dns.promises.Resolver.prototype, (error) => Promise.reject(error))

const send = dgram.Socket.prototype.send as unknown as AnyFunction
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
  const address = args.find((arg, index) => index > 0 && typeof arg === 'string')
  if (address === undefined || isLoopback(address)) return send.apply(this, args)
  const error = block(address, 'send')
  const callback = args.at(-1)
  if (typeof callback === 'function') process.nextTick(callback as AnyFunction, error)
  return undefined
} as typeof dgram.Socket.prototype.send

const connectDatagrams = dgram.Socket.prototype.connect as unknown as AnyFunction
dgram.Socket.prototype.connect = function (this: dgram.Socket, ...args: unknown[]) {
  const address = args.find((arg, index) => index > 0 && typeof arg === 'string')
  if (isLoopback(address)) return connectDatagrams.apply(this, args)
  const error = block(address, 'connect')
  const callback = args.at(-1)
  process.nextTick(() =>
    typeof callback === 'function' ? (callback as AnyFunction)(error) : this.emit('error', error),
  )
  return undefined
} as typeof dgram.Socket.prototype.connect

/**
 * What every Node process and thread of the gateway needs to be guarded and marked, whatever environment it is given, as it was
 * when this one started: a gateway may change its own. Without `HOME` programs go to that of the user.
 */
const inherited = definedIn(
  Object.fromEntries(
    [
      ...['NODE_OPTIONS', 'HOME'],
      ...['BLOCKED', 'RUN', 'LEDGER', 'PROVIDER', 'ALLOWED'].map((name) => `GATECRASH_${name}`),
    ].map((name) => [name, process.env[name]]),
  ),
)

function definedIn(env: object): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}

/** Options of Node that somebody sets for a child come after ours, and not in their place. */
function guarded(env: object): Record<string, string> {
  const given = definedIn(env)
  const { NODE_OPTIONS: ours = '' } = inherited
  const { NODE_OPTIONS: theirs = '' } = given
  const options = theirs.includes(ours) ? theirs : `${ours} ${theirs}`
  return { ...inherited, ...given, ...(options === '' ? {} : { NODE_OPTIONS: options }) }
}

type SpawnOptions = { envPairs?: string[] }
const children = ChildProcess.prototype as unknown as { spawn: (options: SpawnOptions) => unknown }
const spawn = children.spawn
children.spawn = function (this: ChildProcess, options: SpawnOptions) {
  const given = (options.envPairs ?? []).map((pair) => /^([^=]*)=(.*)$/s.exec(pair)?.slice(1) ?? [])
  const envPairs = Object.entries(guarded(Object.fromEntries(given))).map(([name, value]) => `${name}=${value}`)
  return spawn.call(this, { ...options, envPairs })
}

/** Children that are waited for do not come through `ChildProcess`. */
for (const name of ['spawnSync', 'execFileSync', 'execSync'] as const) {
  const functions = childProcess as unknown as Record<string, AnyFunction>
  const original = functions[name] as AnyFunction
  functions[name] = (...args: unknown[]) => original(...args.map(withGuardedEnv))
}

function withGuardedEnv(options: unknown): unknown {
  const hasEnv = typeof options === 'object' && options !== null && 'env' in options && options.env
  return hasEnv ? { ...options, env: guarded(options.env as object) } : options
}

/** A thread that is given arguments of its own would start without the guard; any other inherits those of the process. */
const OriginalWorker = threads.Worker
threads.Worker = class extends OriginalWorker {
  constructor(file: string | URL, { execArgv: _, ...options }: threads.WorkerOptions = {}) {
    super(file, withGuardedEnv(options) as threads.WorkerOptions)
  }
}

syncBuiltinESMExports()
