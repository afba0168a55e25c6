import { randomInt } from 'node:crypto'
import { styleText } from 'node:util'
import { printable } from './quote.ts'
import { Redactor } from './record/redactor.ts'

/** Begins what is styled by us until it is written. Nobody else's text can have it, as it is another in each process. */
const ownStyle = `\x1b[${Array.from({ length: 6 }, () => randomInt(1_000, 10_000)).join(';')};`

/** Goes to the beginning of a line and clears it. */
export const clearLine = '\r\x1b[2K'

let redactor: Redactor | undefined

/** Text in a style, to be written by `say` or `warn`; the bare text where there are no colours. */
export function styled(style: Parameters<typeof styleText>[0], text: string): string {
  const [before = '', after = ''] = styleText(style, '\n').split('\n')
  return `${before.replaceAll('\x1b[', ownStyle)}${text}${after.replaceAll('\x1b[', ownStyle)}`
}

/** Writes lines for a person to standard output, see `shown`. */
export function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.map(shown).join('\n')}\n`)
}

/** Writes lines for a person to standard error, see `shown`. */
export function warn(...lines: readonly string[]): void {
  process.stderr.write(`${lines.map(shown).join('\n')}\n`)
}

/** Writes how something goes to standard error: where that is a terminal, over what this has written before. */
export function warnOver(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `${clearLine}${shown(line)}` : `${shown(line)}\n`)
}

/** Clears what `warnOver` has written last. */
export function clearOver(): void {
  if (process.stderr.isTTY) process.stderr.write(clearLine)
}

/**
 * One line that a terminal and the log of a job on GitHub only show, whoever's words are in it: no control characters but those of
 * our own styles, no commands to the log, no secrets. A person's own paths are not kept from them.
 */
export function shown(line: string): string {
  redactor ??= new Redactor({ env: process.env, home: undefined })
  const flat = redactor.text(line).replaceAll('\n', ' ')
  const clean = flat.split(ownStyle).map(printable).join('\x1b[')
  return process.env.GITHUB_ACTIONS === 'true' ? withoutCommands(clean) : clean
}

/** A job's log acts on lines that begin with `::`, and on `##[` anywhere: github.com/actions/runner, ActionCommand.cs */
function withoutCommands(line: string): string {
  return line.replace(/^(\s*:)(?=:)/, '$1\u200b').replaceAll('##[', '##\u200b[')
}
