import type { PlantedName } from '../planted-bugs.ts'

const [, , , active] = process.argv

/** Whether this gateway is to have a certain bug, to see whether the harness finds it. A correct gateway has none. */
export function planted(name: PlantedName): boolean {
  return active === name
}
