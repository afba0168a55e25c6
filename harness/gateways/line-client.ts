import { linesOf } from '../lines.ts'
import type { Pipe } from '../machine.ts'

/** A message of a protocol that has one JSON object a line. */
export type LineMessage = Readonly<Record<string, unknown>>

/**
 * Speaks with a process over its pipe, one JSON object a line: `tell` gets each message as it comes, and the result writes one. What is
 * written to a process that is gone is lost. A line that is no JSON object goes to `log`, since programs print other things, too.
 */
export function lineClient(
  { input, output }: Pipe,
  tell: (message: LineMessage) => void,
  log: (line: string) => void,
): (message: LineMessage) => void {
  // that a process is gone is noted elsewhere
  input.on('error', () => {})
  linesOf(output).on('data', (line: string) => {
    const message = objectIn(line)
    if (message === undefined) log(line)
    else tell(message)
  })
  return (message) => void input.write(`${JSON.stringify(message)}\n`)
}

function objectIn(line: string): LineMessage | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as LineMessage) : undefined
  } catch {
    return undefined
  }
}
