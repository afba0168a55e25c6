import type { IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/** How a client may have packed its body: OpenClaw sends zstd to the API of a ChatGPT plan, as Codex does. */
const unpack: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

/** The text of a request's body, unpacked. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const bytes = await bytesOf(request)
  const decode = unpack[request.headers['content-encoding'] ?? '']
  return (decode === undefined ? bytes : decode(bytes)).toString()
}

/** Listened to and not iterated over: an iterator costs a short request more than its judging. */
function bytesOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    request.once('error', reject)
  })
}
