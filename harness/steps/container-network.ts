import { z } from 'zod'
import { changed, restored } from './container-change.ts'
import { always, once } from './enabled.ts'
import { defineStep } from './step.ts'

const needs = () => ['container'] as const

/**
 * The gateway's container is taken off the network in which its provider and its clients are, in both directions, as
 * `docker network disconnect` does; it lands when its address there is gone.
 */
export const containerDisconnects = defineStep({
  schema: z.strictObject({ do: z.literal('container.disconnects') }),
  isFault: () => true,
  summary: () => 'the container is disconnected from its network',
  needs,
  enabled: always,
  perform: (_, stage) => changed('disconnected', stage),
  undo: (_, stage) => restored('disconnected', stage),
})

/**
 * It is connected again, with the address that it had; it lands when it has it. First a packet of the gateway's must have found no
 * way, since otherwise nothing would have gone wrong.
 */
export const containerReconnects = defineStep({
  schema: z.strictObject({ do: z.literal('container.reconnects') }),
  isFault: () => false,
  summary: () => 'the container is connected again, after a packet has found no way',
  needs,
  enabled: always,
  async perform(_, stage) {
    await changed('cut off', stage)
    await changed('connected', stage)
  },
})

/** From now on three of ten packets are dropped, in either direction; it lands when one was. */
export const containerLosesPackets = defineStep({
  schema: z.strictObject({ do: z.literal('container.losesPackets') }),
  isFault: () => true,
  summary: () => 'three of ten packets of the container are dropped',
  needs,
  enabled: always,
  perform: (_, stage) => changed('losing packets', stage),
  undo: (_, stage) => restored('losing packets', stage),
})

/** What it sends goes through a line of 64 kbit a second from now on, and waits in its queue; it lands when a packet had to wait. */
export const containerSlows = defineStep({
  schema: z.strictObject({ do: z.literal('container.slows') }),
  isFault: () => true,
  summary: () => "the container's packets are delayed by a slow line",
  needs,
  enabled: always,
  perform: (_, stage) => changed('slow', stage),
  undo: (_, stage) => restored('slow', stage),
})

/** The provider's name is not resolved any more; it lands when a look-up in the container has failed. */
export const containerLosesNames = defineStep({
  schema: z.strictObject({ do: z.literal('container.losesNames') }),
  isFault: () => true,
  summary: () => "the container's DNS is gone",
  // it must be told that the gateway has missed a name
  needs: () => ['container', 'refusals'],
  enabled: always,
  perform: (_, stage) => changed('without names', stage),
  undo: (_, stage) => restored('without names', stage),
})

/** Packets, their speed and names are as they were. If names were gone, the gateway's log must have told that it missed one. */
export const containerIsRepaired = defineStep({
  schema: z.strictObject({ do: z.literal('container.isRepaired') }),
  isFault: () => false,
  summary: () => "the container's network is whole again",
  needs,
  enabled(_, { facts }) {
    const nameless = facts.of('container-changed').findLast(({ to }) => to === 'without names')
    if (nameless === undefined) return 'now'
    const missed = facts.of('gateway-logged').findLast(({ line }) => /EAI_AGAIN|ENOTFOUND/.test(line))
    return once((missed?.n ?? -1) > nameless.n, 'the gateway to miss a name')
  },
  perform: (_, stage) => changed('repaired', stage),
})
