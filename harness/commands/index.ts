import { bisect } from './bisect.ts'
import { cache } from './cache.ts'
import type { Command } from './command.ts'
import { judge } from './judge.ts'
import { matrix } from './matrix.ts'
import { merge } from './merge.ts'
import { report } from './report.ts'

/** The commands by their names; without one, scenarios are run. */
export const commands: Readonly<Record<string, Command>> = { bisect, cache, judge, matrix, merge, report }
