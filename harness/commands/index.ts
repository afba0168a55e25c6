import { bisect } from './bisect.ts'
import { cache } from './cache.ts'
import type { Command } from './command.ts'
import { completion } from './completion.ts'
import { doctor } from './doctor.ts'
import { explain } from './explain.ts'
import { explore } from './explore.ts'
import { from } from './from.ts'
import { judge } from './judge.ts'
import { list } from './list.ts'
import { matrix } from './matrix.ts'
import { merge } from './merge.ts'
import { mockProvider } from './mock-provider.ts'
import { newScenario } from './new.ts'
import { open } from './open.ts'
import { proxy } from './proxy.ts'
import { repair } from './repair.ts'
import { report } from './report.ts'
import { scan } from './scan.ts'

/** The commands by their names; without one, scenarios are run. */
export const commands: Readonly<Record<string, Command>> = {
  new: newScenario,
  list,
  explain,
  explore,
  judge,
  report,
  open,
  matrix,
  merge,
  bisect,
  cache,
  proxy,
  from,
  scan,
  repair,
  doctor,
  completion,
  'mock-provider': mockProvider,
}
