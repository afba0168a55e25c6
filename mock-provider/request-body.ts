import type { IncomingMessage } from 'node:http'
import { brotliDecompressSync, constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/** Nobody means to send a body that is larger than this when unpacked, and it would hold up all others. */
const maxOutputLength = 64_000_000

/** How a body may be packed: OpenClaw sends zstd to the API of a ChatGPT plan, as Codex does. */
const unpack: Readonly<Record<string, (bytes: Buffer, isCut: boolean) => Buffer>> = {
  gzip: (bytes, isCut) => gunzipSync(bytes, options(isCut, constants.Z_SYNC_FLUSH)),
  deflate: (bytes, isCut) => inflateSync(bytes, options(isCut, constants.Z_SYNC_FLUSH)),
  br: (bytes, isCut) => brotliDecompressSync(bytes, options(isCut, constants.BROTLI_OPERATION_FLUSH)),
  zstd: (bytes, isCut) => zstdDecompressSync(bytes, options(isCut, constants.ZSTD_e_flush)),
}

function options(isCut: boolean, finishFlush: number): { maxOutputLength: number; finishFlush?: number } {
  return { maxOutputLength, ...(isCut && { finishFlush }) }
}

/** The text of a request's body, unpacked. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  return unpacked(await bytesOf(request), request.headers['content-encoding'])
}

/** The text of a body that is packed as its header says; `isCut` where its end may be missing. @throws Error when it is not */
export function unpacked(bytes: Buffer, encoding = '', isCut = false): string {
  const decode = unpack[encoding]
  return (decode === undefined ? bytes : decode(bytes, isCut)).toString()
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
