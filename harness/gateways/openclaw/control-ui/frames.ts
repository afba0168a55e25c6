import type { Page, WebSocket } from 'playwright'
import { isObject, type Json } from '../../../../mock-provider/json.ts'
import type { Place } from '../../../driver.ts'
import { entriesOfEvent } from '../events.ts'

/** A request that a page has made of the gateway, and whether it was answered well: the answer, or why it was refused. */
export type Asked = {
  readonly method: string
  readonly params: Json
  readonly ok: boolean
  readonly payload: unknown
  readonly detail: string
}

/** Tells whether a request is one to abort, or the message of that text. */
export function isAbortOr(text: string): (asked: Asked) => boolean {
  return ({ method, params }) =>
    /^(chat|sessions)\.abort$/.test(method) || (method === 'chat.send' && params.message === text)
}

/** Who hears of a page's frames; what goes into the record goes to `note`. */
export type FrameListener = {
  readonly note: Place['note']
  readonly client: string
  /** which of the client's devices it is */
  readonly device: () => number
  readonly onAnswer: (asked: Asked) => void
}

type Pending = Map<unknown, { method: string; params: Json }>

/**
 * Reads along what a page and the gateway say to each other, and notes of it what the record keeps of every client. The result tells
 * whether the gateway still owes an answer over the newest connection.
 */
export function readFrames(page: Page, listener: FrameListener): () => boolean {
  let newest: Pending = new Map()
  page.on('websocket', (socket) => {
    newest = new Map()
    readSocket(socket, listener, newest)
  })
  return () => newest.size > 0
}

function readSocket(socket: WebSocket, { note, client, device, onAnswer }: FrameListener, pending: Pending): void {
  let isIn = false
  const answered = (frame: Json) => {
    const request = pending.get(frame.id)
    if (request === undefined) return
    pending.delete(frame.id)
    const ok = frame.ok === true
    const detail = ok ? '' : wordsOf(frame.error)
    if (request.method === 'connect') {
      isIn = ok
      note({ kind: 'client-connected', client, device: device(), ok, detail })
    }
    onAnswer({ ...request, ok, payload: frame.payload ?? {}, detail })
  }
  socket.on('framesent', ({ payload }) => {
    const { id, method, params } = parse(payload)
    if (method !== undefined) pending.set(id, { method: String(method), params: isObject(params) ? params : {} })
  })
  socket.on('framereceived', ({ payload }) => {
    const frame = parse(payload)
    if (frame.type === 'res') answered(frame)
    else if (frame.type === 'event' && isObject(frame.payload))
      entriesOfEvent(String(frame.event), frame.payload, client).forEach(note)
  })
  socket.on('close', () => {
    if (isIn) note({ kind: 'client-disconnected', client, detail: 'the socket of its page closed' })
  })
}

function wordsOf(error: unknown): string {
  return isObject(error) ? `${error.code ?? 'error'}: ${error.message ?? 'no message'}` : 'error: no message'
}

function parse(payload: string | Buffer): Json {
  try {
    const frame: unknown = JSON.parse(String(payload))
    return isObject(frame) ? frame : {}
  } catch {
    return {}
  }
}
