import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { programPath } from '../../package.ts'

/** The sources that the mutants are made of, and where the copy with all of them lies. */
const sources = programPath('../../gateways/reference/server', import.meta.url)
const instrumenter = programPath('../../../mutants/instrument.mjs', import.meta.url)

type Place = { readonly line: number; readonly column: number }

/** What the instrumenter says of a mutant; lines and columns begin with 0. */
export type Made = {
  readonly id: string
  readonly fileName: string
  readonly mutatorName: string
  readonly replacement: string
  readonly location: { readonly start: Place; readonly end: Place }
}

/** One small change of the gateway's code: where, and what stands there instead. */
export type Mutant = {
  /** Stryker's number */
  readonly id: string
  /** what it is known by from one trial to the next, as long as its line stays the same */
  readonly name: string
  readonly file: string
  readonly line: number
  readonly from: string
  readonly to: string
}

/** A name is to be read: of what is replaced it has so many letters. */
const maxLetters = 60

/** Who makes mutants: Stryker's own mutators, or others that nobody has tuned anything to. */
export type Maker = 'stryker' | 'others'

/** Copies the gateway's sources with every mutant in it into a folder, and says which there are. */
export async function makeMutants(copy: string, maker: Maker): Promise<Mutant[]> {
  const { stdout } = await execa(process.execPath, [instrumenter, sources, copy, maker])
  const made: Made[] = JSON.parse(stdout)
  const files = [...new Set(made.map(({ fileName }) => fileName))]
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(sources, file), 'utf8')] as const),
  )
  return mutantsOf(made, new Map(texts))
}

/** The mutants in our words, each with a name of its own. */
export function mutantsOf(made: readonly Made[], texts: ReadonlyMap<string, string>): Mutant[] {
  const counts = new Map<string, number>()
  return made.map(({ id, fileName: file, location, replacement }) => {
    const lines = (texts.get(file) ?? '').split('\n').slice(location.start.line, location.end.line + 1)
    const from = cut(lines, location.start.column, location.end.column)
    const to = oneLine(replacement)
    const what = `${file}: ${oneLine(lines[0] ?? '')}: ${oneLine(from).slice(0, maxLetters)} → ${to}`
    const count = (counts.get(what) ?? 0) + 1
    counts.set(what, count)
    return { id, file, line: location.start.line + 1, from, to, name: count === 1 ? what : `${what} (${count})` }
  })
}

function cut(lines: readonly string[], start: number, end: number): string {
  const last = lines.length - 1
  return lines.map((line, index) => line.slice(index === 0 ? start : 0, index === last ? end : undefined)).join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
