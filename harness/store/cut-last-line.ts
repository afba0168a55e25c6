import { readFile, truncate } from 'node:fs/promises'

/** Leaves a file of lines with the first half of its last line, as a power cut does. */
export async function cutLastLine(file: string): Promise<void> {
  const text = (await readFile(file, 'utf8')).trimEnd()
  const last = Buffer.byteLength(text.slice(text.lastIndexOf('\n') + 1))
  await truncate(file, Buffer.byteLength(text) - Math.floor(last / 2))
}
