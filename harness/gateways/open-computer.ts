import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Installed } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import type { Machine } from '../machine.ts'
import { outermostPackages, ownFolders } from '../package.ts'
import { openBox, type Wanted } from './box/box.ts'
import { noBox } from './box/why-no-box.ts'
import { compiledFolder } from './cache.ts'
import { thisComputer } from './this-computer.ts'

/** A run on this computer, and where it says what is not held. */
export type Run = Omit<Wanted, 'seen'> & {
  /** what is started here */
  readonly versions: readonly Installed[]
  readonly tell: (line: string) => void
}

/**
 * This computer as the place where the gateway of a run is, in a box where the system lets us have one. What lies in the run's own folder can
 * be written to there, an installed gateway, too; every other one only be read.
 */
export async function openComputer({ versions, tell, ...run }: Run): Promise<Machine> {
  // a Node brings what it needs beside the folder that it lies in
  const installed = versions.flatMap(({ folder, node }) => [folder, dirname(dirname(node))]).map(outermostPackages)
  const read = new Set([...installed, ...ownFolders()].filter((folder) => dirname(folder) !== run.folder))
  try {
    return await openBox({ ...run, seen: { write: sharedFolders(), read: [...read] } })
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'NO_BOX') throw error
    tell(noBox(error.message))
    return thisComputer
  }
}

/** What all gateways write to; nothing where it cannot be made: then nothing is compiled for later. */
function sharedFolders(): string[] {
  const compiled = compiledFolder('gateways')
  try {
    mkdirSync(compiled, { recursive: true })
    return [compiled]
  } catch {
    return []
  }
}
