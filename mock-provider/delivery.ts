import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { ReplyEnd } from '../harness/record/entry.ts'
import { type Act, pingMs } from './act.ts'

/** What is told of a delivery: each write that has a mark, and that a fault has had its effect, where there is one. */
export type Told = { readonly wrote: (mark: string) => void; readonly broke: (() => void) | undefined }

/** A delivery that is further behind its pauses does not catch up: nothing else than pauses has taken the time. */
const maxBehindMs = 1_000

/**
 * Performs acts in order. Writes are handed over without waiting, so that the system may send several at once; before a fault
 * or a pause all that was written has left.
 */
export async function deliver(acts: readonly Act[], response: ServerResponse, told: Told): Promise<ReplyEnd> {
  let sent: Promise<void> = Promise.resolve()
  let waitedUntil: number | undefined
  let paused = false
  const all = together(acts)
  for (const [index, act] of all.entries()) {
    if (response.destroyed) return 'client-gone'
    if (act.do === 'cut' || act.do === 'stall') {
      await sent
      told.broke?.()
      await (act.do === 'cut' ? cut(response, act.by) : stall(response, act.ping))
      return 'broken'
    }
    if (act.do === 'pause') {
      await sent
      // the client hears of a pause before the first byte by nothing, and of a later one by the headers
      if (response.headersSent) response.flushHeaders()
      told.broke?.()
      paused = true
      await waitUnlessGone(response, act.ms)
    } else if (act.do === 'head') response.writeHead(act.status, act.headers)
    else if (act.do === 'end') response.end()
    else if (act.do === 'wait') {
      await sent
      if (response.headersSent) response.flushHeaders()
      // a pause that lasted longer, as on a busy machine, shortens the next ones
      const now = performance.now()
      waitedUntil = Math.max(waitedUntil ?? now, now - maxBehindMs) + act.ms
      await waitUnlessGone(response, Math.max(0, waitedUntil - now))
    } else {
      const { mark, bytes, encoding } = act
      const rest = encoding === undefined && wide.test(bytes) ? await writeInside(response, bytes) : bytes
      const whenSent = mark === undefined ? undefined : () => told.wrote(mark)
      // writes leave in their order: only the last of several has to be waited for
      if (all[index + 1]?.do === 'write') response.write(rest, encoding ?? 'utf8', whenSent)
      else sent = write(response, rest, encoding, whenSent)
    }
  }
  await sent
  if (!paused) told.broke?.()
  return told.broke === undefined ? 'complete' : 'broken'
}

/** The acts with each write in one with those right before it that have no mark: nothing happens between them. */
function together(acts: readonly Act[]): Act[] {
  const all: Act[] = []
  for (const act of acts) {
    const before = all.at(-1)
    const isOne =
      before?.do === 'write' && before.mark === undefined && act.do === 'write' && act.encoding === before.encoding
    if (isOne) all[all.length - 1] = { ...act, bytes: before.bytes + act.bytes }
    else all.push(act)
  }
  return all
}

/** What is still in the socket's buffer is sent before an orderly end; a reset throws it away, as a crashed peer does. */
function cut(response: ServerResponse, by: 'fin' | 'rst'): void {
  if (by === 'rst') response.socket?.resetAndDestroy()
  else response.socket?.destroySoon()
}

async function stall(response: ServerResponse, ping: string | undefined): Promise<void> {
  const pinging = ping === undefined ? undefined : setInterval(() => response.write(ping), pingMs)
  await once(response, 'close')
  clearInterval(pinging)
}

async function waitUnlessGone(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController()
  const stop = () => gone.abort()
  response.once('close', stop)
  await pause(ms, undefined, { signal: gone.signal }).catch(() => {})
  response.off('close', stop)
}

/** A character of several bytes. */
const wide = /[\u0080-\uffff]/

/** Writes a text to inside its first such character, as a network may cut it; the rest is given back when that has left. */
async function writeInside(response: ServerResponse, text: string): Promise<Buffer> {
  const bytes = Buffer.from(text)
  const inside = bytes.findIndex((byte) => byte >= 0xc0) + 1
  await write(response, bytes.subarray(0, inside))
  return bytes.subarray(inside)
}

function write(
  response: ServerResponse,
  bytes: string | Buffer,
  encoding: BufferEncoding = 'utf8',
  whenSent?: () => void,
): Promise<void> {
  return new Promise((resolve) =>
    response.write(bytes, encoding, () => {
      whenSent?.()
      resolve()
    }),
  )
}
