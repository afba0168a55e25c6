import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, record, turns } from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { ownToolsRefused } from './own-tools-refused.ts'

const made: EntryBody[] = [
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  { kind: 'provider-replying', request: 0, status: 200, text: '', calls: [{ id: 'x', tool: 'cron' }] },
]
const answered = (text: string) => asked(1, 0, turns('u:compare', 'a+x', `u=x:${text}`))
const refusal = 'gateway closed (1008): pairing required'
const profile: Profile = { ...plainProfile, lexicon: { ...plainProfile.lexicon, turnedAway: ['gateway closed'] } }
const says = (...bodies: EntryBody[]) => {
  const { facts, manners } = evidenceOf(record(...bodies), profile)
  return ownToolsRefused(facts, manners).map((finding) => finding.says)
}

test('a tool that is turned away is told once, however often its result is sent', () => {
  expect(says(...made, answered(refusal), asked(2, 0, turns('u:compare', 'a+x', `u=x:${refusal}`)))).toEqual([
    'the gateway turned away its own tool cron, which called back into it',
  ])
})

test('a tool that answers is none', () => {
  expect(says(...made, answered('no jobs'))).toEqual([])
})

test('nor is a command that happens to say so', () => {
  const ran: EntryBody = { kind: 'tool-started', call: 'x', tool: 'cron', pid: 1, args: [] }
  expect(says(...made, ran, answered(refusal))).toEqual([])
})
