import { readFile, truncate, writeFile } from 'node:fs/promises'
import type { Damage } from '../../damage.ts'
import { damaged } from './damage.ts'

/** Damages a session that is a file of lines; resolves to the ids of the calls that the damage is about, and to nothing where it has no place. */
export async function damageLines(file: string, damage: Damage): Promise<readonly string[] | undefined> {
  const text = await readFile(file, 'utf8')
  const lines = text.split('\n').filter(Boolean)
  if (damage === 'cut-line') {
    const last = Buffer.byteLength(lines.at(-1) ?? '')
    await truncate(file, Buffer.byteLength(text.trimEnd()) - Math.floor(last / 2))
    return []
  }
  const made = damaged(
    lines.map((line) => JSON.parse(line)),
    damage,
  )
  if (made !== undefined) await writeFile(file, made.events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  return made?.calls
}
