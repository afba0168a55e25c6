import { z } from 'zod'
import { changed, restored } from './container-change.ts'
import { always, once } from './enabled.ts'
import { defineStep } from './step.ts'

const needs = () => ['container', 'small-disk'] as const

/** The disk of the gateway's state, which has the size that the scenario gives it, is filled up; it lands when nothing more goes onto it. */
export const containerDiskFills = defineStep({
  schema: z.strictObject({ do: z.literal('container.diskFills') }),
  isFault: () => true,
  summary: () => "the disk of the container's state is full",
  needs,
  enabled: always,
  perform: (_, stage) => changed('full', stage),
  undo: (_, stage) => restored('full', stage),
})

/** There is room on it again. First the gateway must have met the full disk, in SQLite's answers or in the words of its log. */
export const containerDiskEmpties = defineStep({
  schema: z.strictObject({ do: z.literal('container.diskEmpties') }),
  isFault: () => false,
  summary: () => "the disk of the container's state has room again",
  needs,
  enabled(_, { facts }) {
    const full = facts.of('container-changed').findLast(({ to }) => to === 'full')?.n ?? -1
    const refused = facts.of('write-refused').findLast(({ how }) => how === 'full')
    const logged = facts.of('gateway-logged').findLast(({ line }) => /ENOSPC|no space left|disk is full/i.test(line))
    return once(Math.max(refused?.n ?? -1, logged?.n ?? -1) > full, 'a write of the gateway to fail')
  },
  perform: (_, stage) => changed('with room', stage),
})
