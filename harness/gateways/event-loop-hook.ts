/**
 * Loaded into the gateway's own process (`NODE_OPTIONS=--import`), told by `GATECRASH_HOOK` which loopback port the harness
 * listens on: it stops the event loop for as long as it is told to, lets connections to other hosts fail, and tells of
 * connections that failed.
 */
import { errorMonitor } from 'node:events'
import net from 'node:net'
import { isMainThread } from 'node:worker_threads'
import { eachLine } from '../lines.ts'
import { hostOf, isLoopback } from './loopback.ts'

const port = process.env.GATECRASH_HOOK
// what the gateway starts is left alone
delete process.env.GATECRASH_HOOK
if (port && isMainThread) hook(net.connect(Number(port), '127.0.0.1'))

/** What Node says when a name cannot be resolved, and when a certificate is too old. */
const failures = {
  dns: (hostname: string) =>
    Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
      hostname,
    }),
  tls: () => Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' }),
}

function hook(harness: net.Socket): void {
  const tell = (what: object) => harness.write(`${JSON.stringify(what)}\n`)
  harness.on('error', () => {})
  harness.unref()
  tell({ pid: process.pid })
  let fails: keyof typeof failures | null = null
  eachLine(harness, (line) => {
    const { blockMs, network = fails } = JSON.parse(line)
    fails = network
    if (blockMs === undefined) return tell({ network })
    tell({ blocked: true })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockMs)
    tell({ blocked: false })
  })
  const { connect } = net.Socket.prototype
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    // a listener of ours would keep the process alive where an error that nobody listens for ends it
    this.once(errorMonitor, ({ code, port: to }: NodeJS.ErrnoException & { port?: number }) => {
      if (code === 'ECONNREFUSED') tell({ refused: to })
    })
    const host = hostOf(args)
    if (fails === null || isLoopback(host)) return (connect as (...all: unknown[]) => unknown).apply(this, args)
    const error = failures[fails](String(host))
    tell({ failed: fails })
    process.nextTick(() => this.destroy(error))
    return this
  } as typeof connect
}
