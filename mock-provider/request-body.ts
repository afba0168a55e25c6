import type { IncomingMessage } from 'node:http'
import { brotliDecompressSync, constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/** How a body may be packed: OpenClaw sends zstd to the API of a ChatGPT plan, as Codex does. */
const unpack: Readonly<Record<string, (bytes: Buffer, isCut: boolean) => Buffer>> = {
  gzip: (bytes, isCut) => gunzipSync(bytes, untilCut(isCut, constants.Z_SYNC_FLUSH)),
  deflate: (bytes, isCut) => inflateSync(bytes, untilCut(isCut, constants.Z_SYNC_FLUSH)),
  br: (bytes, isCut) => brotliDecompressSync(bytes, untilCut(isCut, constants.BROTLI_OPERATION_FLUSH)),
  zstd: (bytes, isCut) => zstdDecompressSync(bytes, untilCut(isCut, constants.ZSTD_e_flush)),
}

function untilCut(isCut: boolean, finishFlush: number): { finishFlush?: number } {
  return isCut ? { finishFlush } : {}
}

/** The text of a request's body, unpacked. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return unpacked(Buffer.concat(chunks), request.headers['content-encoding'])
}

/** The text of a body that is packed as its header says; `isCut` where its end may be missing. @throws Error when it is not */
export function unpacked(bytes: Buffer, encoding = '', isCut = false): string {
  const decode = unpack[encoding]
  return (decode === undefined ? bytes : decode(bytes, isCut)).toString()
}
