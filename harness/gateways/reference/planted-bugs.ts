import type { PlantedBug } from './change.ts'
import { clients } from './planted/clients.ts'
import { history } from './planted/history.ts'
import { provider } from './planted/provider.ts'
import { restart } from './planted/restart.ts'
import { session } from './planted/session.ts'
import { sessionLog } from './planted/session-log.ts'
import { stops } from './planted/stops.ts'
import { tools } from './planted/tools.ts'

/** Every planted bug by its name; `reference@<name>` is a gateway that has it. */
export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  ...history,
  ...sessionLog,
  ...session,
  ...stops,
  ...restart,
  ...tools,
  ...provider,
  ...clients,
}
