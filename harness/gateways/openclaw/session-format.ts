import { lt, valid } from 'semver'
import { messageTree } from '../../store/message-tree.ts'
import type { Mends } from '../../store/session.ts'
import { profileOf } from './lexicon.ts'

/** In all versions that were looked into: results are paired anew for each request (2026.1.29 and 2026.4.14: session-transcript-repair). */
const always = { missing: true, orphaned: true, repeated: true } as const

const upTo: Mends = {
  ...always,
  endedFirst: false,
  source:
    'up to 2026.2.8: results are made up for the calls of a failed attempt, which is left out only then (docs/track-record.md, 35)',
}

const since: Mends = {
  ...always,
  endedFirst: true,
  source: 'since 2026.2.9 a failed attempt is left out with its results: 2026.2.9, 2026.4.14 and 2026.9.6, run',
}

/** How OpenClaw stores sessions, as lines up to 2026.7 and with the same records in a database since. */
export const openclawFormat = messageTree({
  agent: 'openclaw',
  apis: ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai'],
  fileName: /^([\w-]+)(?:-topic-[\w-]+)?\.jsonl$/,
  madeUp: profileOf('').lexicon.invented,
  // without a version the oldest is feared
  mends: (version) => (version !== undefined && valid(version) !== null && !lt(version, '2026.2.9') ? since : upTo),
})
