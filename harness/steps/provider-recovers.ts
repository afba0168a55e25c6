import { z } from 'zod'
import { once } from './enabled.ts'
import { defineStep } from './step.ts'

/** A fault that breaks a reply several `times` is over: from now on each reply that was broken is delivered whole. */
export const providerRecovers = defineStep({
  schema: z.strictObject({
    do: z.literal('provider.recovers'),
    after: z.int().min(1).max(100).default(1).describe('how many deliveries must have been broken before'),
  }),
  isFault: () => false,
  summary: ({ after }) => `the provider recovers${after === 1 ? '' : ` after ${after} broken replies`}`,
  enabled: ({ after }, { facts }) =>
    once(facts.of('provider-broke').length >= after, `${after} ${after === 1 ? 'reply' : 'replies'} to be broken`),
  perform: async (_, { provider }) => provider.mend(),
})
