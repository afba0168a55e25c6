import { z } from 'zod'
import { changed, restored } from './container-change.ts'
import { defineStep } from './step.ts'

const needs = () => ['container', 'small-disk'] as const

/** The disk of the gateway's state, which has the size that the scenario gives it, is filled up; it lands when nothing more goes onto it. */
export const containerDiskFills = defineStep({
  schema: z.strictObject({ do: z.literal('container.diskFills') }),
  isFault: () => true,
  summary: () => "the disk of the container's state is full",
  needs,
  perform: (_, stage) => changed('full', stage),
  undo: (_, stage) => restored('full', stage),
})

/** There is room on it again. First the gateway must have met the full disk, in SQLite's answers or in the words of its log. */
export const containerDiskEmpties = defineStep({
  schema: z.strictObject({ do: z.literal('container.diskEmpties') }),
  isFault: () => false,
  summary: () => "the disk of the container's state has room again",
  needs,
  async perform(_, stage) {
    await stage.record.waitFor('a write of the gateway to fail', 'step', (entries) => {
      const full = entries.findLastIndex((entry) => entry.kind === 'container-changed' && entry.to === 'full')
      return entries
        .slice(full)
        .find(
          (entry) =>
            (entry.kind === 'write-refused' && entry.how === 'full') ||
            (entry.kind === 'gateway-logged' && /ENOSPC|no space left|disk is full/i.test(entry.line)),
        )
    })
    await changed('with room', stage)
  },
})
