import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { changed, inContainer, restored } from './container-change.ts'
import { always } from './enabled.ts'
import { defineStep } from './step.ts'

const needs = () => ['container'] as const

/** All processes of the gateway's container stand still, as by `docker pause`; it lands when Docker says so. */
export const containerPauses = defineStep({
  schema: z.strictObject({ do: z.literal('container.pauses') }),
  isFault: () => true,
  summary: () => 'the container is paused',
  needs,
  enabled: always,
  perform: (_, stage) => changed('paused', stage),
  undo: (_, stage) => restored('paused', stage),
})

/** All processes of the gateway's container go on; it lands when Docker says so. */
export const containerGoesOn = defineStep({
  schema: z.strictObject({ do: z.literal('container.goesOn') }),
  isFault: () => false,
  summary: () => 'the container goes on',
  needs,
  enabled: always,
  perform: (_, stage) => changed('going on', stage),
})

/** The gateway's container gets the twentieth part of a CPU, so that its timers come late; it lands when it had to wait for its CPU. */
export const containerStarves = defineStep({
  schema: z.strictObject({ do: z.literal('container.starves') }),
  isFault: () => true,
  summary: () => 'the container gets the twentieth part of a CPU',
  needs,
  enabled: always,
  perform: (_, stage) => changed('starved of CPU', stage),
  undo: (_, stage) => restored('starved of CPU', stage),
})

/** The gateway's container gets all the CPU it wants again; it lands when Docker has set it so. */
export const containerIsFed = defineStep({
  schema: z.strictObject({ do: z.literal('container.isFed') }),
  isFault: () => false,
  summary: () => 'the container gets all the CPU it wants',
  needs,
  enabled: always,
  perform: (_, stage) => changed('fed', stage),
})

/** Another process in the container takes all memory up to its limit; it lands when the kernel has killed the gateway for it, before its tools. */
export const containerRunsOutOfMemory = defineStep({
  schema: z.strictObject({ do: z.literal('container.runsOutOfMemory') }),
  isFault: () => true,
  summary: () => 'the container hits its memory limit, and the gateway is killed',
  needs,
  enabled: always,
  async perform(_, stage) {
    const from = stage.record.entries.length
    await changed('out of memory', stage)
    await stage.record.waitFor('the gateway to be killed', 'effect', (entries) =>
      entriesOf(entries.slice(from), 'gateway-exited').at(0),
    )
  },
})

/**
 * The container is killed, with all processes in it, and a new one is started on the same state, whose root file system may be
 * read-only; it lands when the gateway in it is ready.
 */
export const containerIsRecreated = defineStep({
  schema: z.strictObject({
    do: z.literal('container.isRecreated'),
    root: z.enum(['writable', 'read-only']).default('writable'),
  }),
  isFault: () => true,
  summary: ({ root }) =>
    `the container is killed, and a new one ${root === 'writable' ? '' : 'with a read-only root '}is started on its state`,
  needs,
  enabled: always,
  async perform({ root }, stage) {
    await changed('killed', stage)
    inContainer(stage).root = root
    await stage.gateway.start()
  },
})
