import type { Command } from './command.ts'
import { explain } from './explain.ts'
import { judge } from './judge.ts'
import { newScenario } from './new.ts'

/** The commands by their names; without one, scenarios are run. */
export const commands: Readonly<Record<string, Command>> = { judge, new: newScenario, explain }
