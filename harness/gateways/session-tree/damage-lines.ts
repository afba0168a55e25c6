import { readFile, writeFile } from 'node:fs/promises'
import type { Damage } from '../../damage.ts'
import { leaveHalfLine } from '../../store/leave-half-line.ts'
import { damaged } from './damage.ts'

/** Damages a session that is a file of lines; resolves to the ids of the calls that the damage is about, and to nothing where it has no place. */
export async function damageLines(file: string, damage: Damage): Promise<readonly string[] | undefined> {
  if (damage === 'cut-line') {
    await leaveHalfLine(file)
    return []
  }
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  const made = damaged(
    lines.map((line) => JSON.parse(line)),
    damage,
  )
  if (made !== undefined) await writeFile(file, made.events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  return made?.calls
}
