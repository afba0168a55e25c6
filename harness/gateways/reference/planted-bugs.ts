import type { PlantedBug } from './change.ts'
import { asking } from './planted/asking.ts'
import { clients } from './planted/clients.ts'
import { compaction } from './planted/compaction.ts'
import { history } from './planted/history.ts'
import { permissions } from './planted/permissions.ts'
import { provider } from './planted/provider.ts'
import { queue } from './planted/queue.ts'
import { recovery } from './planted/recovery.ts'
import { requests } from './planted/requests.ts'
import { restart } from './planted/restart.ts'
import { restartState } from './planted/restart-state.ts'
import { served } from './planted/served.ts'
import { session } from './planted/session.ts'
import { sessionLog } from './planted/session-log.ts'
import { shown } from './planted/shown.ts'
import { stops } from './planted/stops.ts'
import { texts } from './planted/texts.ts'
import { tools } from './planted/tools.ts'
import { writes } from './planted/writes.ts'

/** Every planted bug by its name; `reference@<name>` is a gateway that has it. */
export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  ...history,
  ...sessionLog,
  ...session,
  ...restart,
  ...tools,
  ...provider,
  ...clients,
  ...requests,
  ...texts,
  ...shown,
  ...served,
  ...queue,
  ...stops,
  ...restartState,
  ...writes,
  ...recovery,
  ...compaction,
  ...asking,
  ...permissions,
}
