import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { ReplyEnd } from '../harness/record/entry.ts'
import { type Act, pingMs } from './act.ts'

/** What is told of a delivery: each write that has a mark, and that a fault has had its effect, where there is one. */
export type Told = { readonly wrote: (mark: string) => void; readonly broke: (() => void) | undefined }

/**
 * Performs acts in order. Writes are handed over without waiting, so that the system may send several at once; before a fault
 * or a pause all that was written has left.
 */
export async function deliver(acts: readonly Act[], response: ServerResponse, told: Told): Promise<ReplyEnd> {
  let sent: Promise<void> = Promise.resolve()
  for (const act of acts) {
    if (response.destroyed) return 'client-gone'
    if (act.do === 'cut' || act.do === 'stall') {
      await sent
      told.broke?.()
      await (act.do === 'cut' ? cut(response, act.by) : stall(response, act.ping))
      return 'broken'
    }
    if (act.do === 'head') response.writeHead(act.status, act.headers)
    else if (act.do === 'end') response.end()
    else if (act.do === 'wait') {
      await sent
      if (response.headersSent) response.flushHeaders()
      await waitUnlessGone(response, act.ms)
    } else {
      const { mark } = act
      const [before, rest] = insideCharacter(Buffer.from(act.bytes, act.encoding))
      if (before !== undefined) await write(response, before)
      const written = write(response, rest)
      sent = mark === undefined ? written : written.then(() => told.wrote(mark))
    }
  }
  await sent
  told.broke?.()
  return told.broke === undefined ? 'complete' : 'broken'
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

/** The bytes cut inside their first character of several bytes, as a network may cut them; all of them where there is none. */
function insideCharacter(bytes: Buffer): readonly [Buffer | undefined, Buffer] {
  const first = bytes.findIndex((byte) => byte >= 0xc0)
  return first < 0 ? [undefined, bytes] : [bytes.subarray(0, first + 1), bytes.subarray(first + 1)]
}

function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()))
}
