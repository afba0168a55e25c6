/** The floor: the least that a server written with node:http can do, for the same bytes. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from './serve.ts'

/** The replies the floor writes; the benchmark takes them from our provider. */
export type Constants = { readonly whole: string; readonly stream: string }

const constants = JSON.parse(process.argv[2] ?? '{}') as Constants
const json = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(constants.whole) }
const sse = {
  'content-type': 'text/event-stream; charset=utf-8',
  'content-length': Buffer.byteLength(constants.stream),
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { stream?: unknown }
    if (body.stream === true) response.writeHead(200, sse).end(constants.stream)
    else response.writeHead(200, json).end(constants.whole)
  })
}

const server = createServer(answer)
await once(server.listen(0, '127.0.0.1'), 'listening')
serve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
