import { appendFile, readFile } from 'node:fs/promises'
import { halfLine } from './half-line.ts'

/** Leaves half a line at the end of a file of lines, as a crash in the middle of a write does; what stood there stays whole. */
export async function leaveHalfLine(file: string): Promise<void> {
  const isEnded = (await readFile(file)).at(-1) === 0x0a
  await appendFile(file, isEnded ? halfLine : `\n${halfLine}`)
}
