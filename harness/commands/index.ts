import type { Command } from './command.ts'
import { judge } from './judge.ts'
import { report } from './report.ts'

/** The commands by their names; without one, scenarios are run. */
export const commands: Readonly<Record<string, Command>> = { judge, report }
