import { authRevokes, authRotates } from './auth.ts'
import { clientMisspeaks } from './client-misspeaks.ts'
import { clientDisconnects, clientGoesOn, clientReconnects, clientStalls } from './client-network.ts'
import { clientSeesReplyTo } from './client-sees-reply-to.ts'
import { configChangesStep } from './config-changes.ts'
import { containerDiskEmpties, containerDiskFills } from './container-disk.ts'
import {
  containerGoesOn,
  containerIsFed,
  containerIsRecreated,
  containerPauses,
  containerRunsOutOfMemory,
  containerStarves,
} from './container-life.ts'
import {
  containerDisconnects,
  containerIsRepaired,
  containerLosesNames,
  containerLosesPackets,
  containerReconnects,
  containerSlows,
} from './container-network.ts'
import { gatewayGainsAnother } from './gateway-gains-another.ts'
import { gatewayBlocks, gatewayReceives } from './gateway-receives.ts'
import { gatewayRestarts } from './gateway-restarts.ts'
import { gatewayDiesStarting, gatewayRecoversTwice, gatewayStarts } from './gateway-starts.ts'
import { gatewayDiesAtWrite, gatewayStopsAtWrite } from './held-writes.ts'
import { messageWaits } from './message-waits.ts'
import { modelCalls, modelSays, modelSummarizes, modelThinks } from './model-replies.ts'
import { networkFails, networkRecovers } from './network-fails.ts'
import { oauthAnswers, oauthAsked, oauthExpires, oauthRecovers, oauthRefuses } from './oauth.ts'
import { pageClockJumps, pageGetsToken, pageLosesToken, pageSleeps, pageWakes } from './page.ts'
import { permissionIsAsked, userAllows, userDeclines } from './permissions.ts'
import { providerRecovers } from './provider-recovers.ts'
import { providerRefuses, providerReturns } from './provider-refuses.ts'
import type { StepKind } from './step.ts'
import { clockJumps, storeFails, storeIsHeld, storeIsLocked, storeIsReleased, storeRecovers } from './store-fails.ts'
import { storeHolds } from './store-holds.ts'
import { toolAnswers } from './tool-answers.ts'
import {
  toolDies,
  toolFails,
  toolFinishes,
  toolFinishesLate,
  toolFloods,
  toolGarbles,
  toolHolds,
  toolTimesOut,
} from './tool-ends.ts'
import { toolResists } from './tool-resists.ts'
import { userCompacts } from './user-compacts.ts'
import { userRepeats } from './user-repeats.ts'
import { userSays } from './user-says.ts'
import { userAborts, userResets, userStops } from './user-stops.ts'

/** Every kind of step, by the name it has in a scenario file. */
export const stepKinds = {
  'user.says': userSays,
  'user.repeats': userRepeats,
  'user.stops': userStops,
  'user.aborts': userAborts,
  'user.resets': userResets,
  'user.compacts': userCompacts,
  'user.allows': userAllows,
  'user.declines': userDeclines,
  'permission.isAsked': permissionIsAsked,
  'message.waits': messageWaits,
  'client.seesReplyTo': clientSeesReplyTo,
  'client.disconnects': clientDisconnects,
  'client.stalls': clientStalls,
  'client.goesOn': clientGoesOn,
  'client.reconnects': clientReconnects,
  'client.misspeaks': clientMisspeaks,
  'page.sleeps': pageSleeps,
  'page.wakes': pageWakes,
  'page.losesToken': pageLosesToken,
  'page.getsToken': pageGetsToken,
  'page.clockJumps': pageClockJumps,
  'model.calls': modelCalls,
  'model.says': modelSays,
  'model.thinks': modelThinks,
  'model.summarizes': modelSummarizes,
  'provider.refuses': providerRefuses,
  'provider.returns': providerReturns,
  'provider.recovers': providerRecovers,
  'tool.answers': toolAnswers,
  'tool.holds': toolHolds,
  'tool.finishes': toolFinishes,
  'tool.fails': toolFails,
  'tool.dies': toolDies,
  'tool.timesOut': toolTimesOut,
  'tool.floods': toolFloods,
  'tool.garbles': toolGarbles,
  'tool.finishesLate': toolFinishesLate,
  'tool.resists': toolResists,
  'gateway.receives': gatewayReceives,
  'gateway.blocks': gatewayBlocks,
  'gateway.starts': gatewayStarts,
  'gateway.recoversTwice': gatewayRecoversTwice,
  'gateway.restarts': gatewayRestarts,
  'network.fails': networkFails,
  'network.recovers': networkRecovers,
  'auth.rotates': authRotates,
  'auth.revokes': authRevokes,
  'oauth.expires': oauthExpires,
  'oauth.refuses': oauthRefuses,
  'oauth.recovers': oauthRecovers,
  'oauth.asked': oauthAsked,
  'oauth.answers': oauthAnswers,
  'config.changes': configChangesStep,
  'store.holds': storeHolds,
  'gateway.stopsAtWrite': gatewayStopsAtWrite,
  'gateway.diesAtWrite': gatewayDiesAtWrite,
  'store.fails': storeFails,
  'store.recovers': storeRecovers,
  'store.isHeld': storeIsHeld,
  'store.isLocked': storeIsLocked,
  'store.isReleased': storeIsReleased,
  'clock.jumps': clockJumps,
  'gateway.diesStarting': gatewayDiesStarting,
  'gateway.gainsAnother': gatewayGainsAnother,
  'container.disconnects': containerDisconnects,
  'container.reconnects': containerReconnects,
  'container.losesPackets': containerLosesPackets,
  'container.slows': containerSlows,
  'container.losesNames': containerLosesNames,
  'container.isRepaired': containerIsRepaired,
  'container.pauses': containerPauses,
  'container.goesOn': containerGoesOn,
  'container.starves': containerStarves,
  'container.isFed': containerIsFed,
  'container.runsOutOfMemory': containerRunsOutOfMemory,
  'container.diskFills': containerDiskFills,
  'container.diskEmpties': containerDiskEmpties,
  'container.isRecreated': containerIsRecreated,
} as const

/** A step as data. */
export type Step = {
  [K in keyof typeof stepKinds]: (typeof stepKinds)[K] extends StepKind<infer Data> ? Data : never
}[keyof typeof stepKinds]

/** The kind of a step. */
export function kindOf<S extends Step>(step: S): StepKind<S> {
  return stepKinds[step.do] as unknown as StepKind<S>
}
