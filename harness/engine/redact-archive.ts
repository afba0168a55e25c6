import { type UnzipFileInfo, unzipSync, zipSync } from 'fflate'

/** The most bytes that an archive may unpack to; a trace of a long run has some 20 MB. */
const maxUnpacked = 256 * 1024 * 1024

/** Whether bytes are a ZIP archive, as a trace of Playwright's is. */
export function isArchive(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PK\u0003\u0004'
}

/**
 * The same archive, each entry as `clean` returns it; one for which it returns nothing is left out.
 * @throws Error when it is damaged, or unpacks to more than 256 MB
 */
export function redactArchive(bytes: Uint8Array, clean: (entry: Buffer) => Buffer | undefined): Uint8Array {
  let unpacked = 0
  const filter = ({ originalSize }: UnzipFileInfo) => {
    unpacked += originalSize
    if (unpacked > maxUnpacked) throw new Error(`it unpacks to more than ${maxUnpacked} bytes`)
    return true
  }
  const entries = Object.entries(unzipSync(bytes, { filter })).flatMap(([name, entry]) => {
    const cleaned = clean(Buffer.from(entry))
    return cleaned === undefined ? [] : [[name, new Uint8Array(cleaned)] as const]
  })
  return zipSync(Object.fromEntries(entries))
}
