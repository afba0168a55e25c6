import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { always, once } from './enabled.ts'
import { defineStep } from './step.ts'

/** The access tokens granted so far end before their time: the provider refuses them from now on, until they are renewed. */
export const oauthExpires = defineStep({
  schema: z.strictObject({ do: z.literal('oauth.expires') }),
  isFault: () => true,
  summary: () => "the gateway's OAuth token expires",
  enabled: always,
  async perform(_, { provider, record }) {
    const from = record.entries.length
    provider.tokens.expire()
    await record.waitFor('the provider to refuse the old tokens', 'effect', (entries) =>
      entriesOf(entries.slice(from), 'oauth-expired').at(0),
    )
  },
  undo(_, { provider, record }) {
    const last = record.entries.findLast(({ kind }) => kind === 'oauth-expired' || kind === 'oauth-recovered')
    if (last?.kind === 'oauth-expired') provider.tokens.recover()
  },
})

/**
 * The gateway's request for new OAuth tokens, which has been held until now, is answered: with new tokens, or with the vendor's
 * refusal. It lands when the gateway has asked and has its answer; what comes between the asking and this step finds a slow refresh.
 */
export const oauthAnswers = defineStep({
  schema: z.strictObject({
    do: z.literal('oauth.answers'),
    outcome: z.enum(['granted', 'reused', 'expired', 'unavailable']),
  }),
  isFault: ({ outcome }) => outcome !== 'granted',
  summary: ({ outcome }) => `the token endpoint answers "${outcome}"`,
  prepare: ({ provider }) => provider.tokens.hold(),
  enabled: (_, { facts }) =>
    once(facts.of('oauth-asked').length > facts.of('oauth-answered').length, 'the gateway to ask for new OAuth tokens'),
  async perform({ outcome }, { provider, record }) {
    const from = record.entries.length
    provider.tokens.answer(outcome)
    await record.waitFor('the gateway to be given an answer', 'effect', (entries) =>
      entriesOf(entries.slice(from), 'oauth-answered').at(0),
    )
  },
  undo: (_, { provider }) => provider.tokens.releaseAll(),
})

/** A request of the gateway is refused because its OAuth token has expired. */
export const oauthRefuses = defineStep({
  schema: z.strictObject({ do: z.literal('oauth.refuses') }),
  isFault: () => false,
  summary: () => 'a request is refused, since the OAuth token has expired',
  enabled: (_, { facts }) =>
    once(
      facts.of('provider-replying').find(({ status }) => status === 401),
      'the provider to refuse a request with 401',
    ),
  perform: async () => {},
})

/** The provider takes the refused tokens again, as after an outage of its own. */
export const oauthRecovers = defineStep({
  schema: z.strictObject({ do: z.literal('oauth.recovers') }),
  isFault: () => false,
  summary: () => 'the provider takes the OAuth token again',
  enabled: always,
  async perform(_, { provider, record }) {
    const from = record.entries.length
    provider.tokens.recover()
    await record.waitFor('the provider to take the tokens again', 'effect', (entries) =>
      entriesOf(entries.slice(from), 'oauth-recovered').at(0),
    )
  },
})

/** The gateway has asked for new OAuth tokens, and waits for its answer. */
export const oauthAsked = defineStep({
  schema: z.strictObject({ do: z.literal('oauth.asked'), times: z.int().min(1).max(20).default(1) }),
  isFault: () => false,
  summary: ({ times }) => `the gateway asks for new OAuth tokens${times > 1 ? ` ${times} times` : ''}`,
  enabled: ({ times }, { facts }) =>
    once(facts.of('oauth-asked').length >= times, `the gateway to ask for new OAuth tokens (${times})`),
  perform: async () => {},
})
