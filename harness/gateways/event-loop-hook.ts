/**
 * Loaded into the gateway's own process (`NODE_OPTIONS=--import`), told by `GATECRASH_HOOK` which loopback port the harness
 * listens on: it stops the event loop for as long as it is told to, and tells of connections that were refused.
 */
import net from 'node:net'
import { createInterface } from 'node:readline'
import { isMainThread } from 'node:worker_threads'

const port = process.env.GATECRASH_HOOK
// what the gateway starts is left alone
delete process.env.GATECRASH_HOOK
if (port && isMainThread) hook(net.connect(Number(port), '127.0.0.1'))

function hook(harness: net.Socket): void {
  const tell = (what: object) => harness.write(`${JSON.stringify(what)}\n`)
  harness.on('error', () => {})
  harness.unref()
  tell({ pid: process.pid })
  createInterface({ input: harness }).on('line', (line) => {
    tell({ blocked: true })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, JSON.parse(line).blockMs)
    tell({ blocked: false })
  })
  const { connect } = net.Socket.prototype
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    this.once('error', ({ code, port: to }: NodeJS.ErrnoException & { port?: number }) => {
      if (code === 'ECONNREFUSED') tell({ refused: to })
    })
    return (connect as (...all: unknown[]) => unknown).apply(this, args)
  } as typeof connect
}
