import { model, scenario, tool, user } from '../../harness/index.ts'

type Fault = Parameters<ReturnType<typeof model.calls>['breaks']>[0]

/** What can go wrong with one delivery of a reply, but for stalls, which a gateway may rightly wait out for minutes. */
const faults: readonly (readonly [does: string, fault: Fault])[] = [
  ['is cut before its first byte', { kind: 'cut', by: 'fin', at: { write: 0 } }],
  ['is reset before its first byte', { kind: 'cut', by: 'rst', at: { write: 0 } }],
  ['is cut in the middle', { kind: 'cut', by: 'fin', at: { write: 3 } }],
  ['is reset in the middle', { kind: 'cut', by: 'rst', at: { write: 3 } }],
  ['trickles', { kind: 'trickle', bytes: 50, everyMs: 20 }],
  ['comes late', { kind: 'late', ms: 3_000 }],
  ['has an event twice', { kind: 'repeated', at: { write: 3 } }],
  ['begins a part twice', { kind: 'repeated', at: { write: 2 } }],
  ['ends without its last event', { kind: 'no-end' }],
  ['is a page of a server in front of the API', { kind: 'page' }],
  ['ends in an error', { kind: 'stream-error', failure: 'overloaded', at: { write: 3 } }],
  ['is a server error', { kind: 'status', failure: 'server-error' }],
  ['is told to be unavailable for a second', { kind: 'status', failure: 'unavailable', retryAfterSeconds: 1 }],
]

const damage: Fault = { kind: 'truncated-json', at: { write: 3 } }

const batch = model.calls('a', 'b')
const answer = model.says('they differ a lot')
const results = [tool.finishes('a'), tool.finishes('b')]
const after = [user.says('still there?'), model.says('yes')]

const inAnswer = (does: string, fault: Fault) =>
  scenario({
    title: `the answer to the results ${does}`,
    steps: [user.says('compare two companies'), batch, ...results, { ...answer, fault }, ...after],
  })

/**
 * The first reply of a turn has the calls, a later one the answer to their results. A fault in either must not lose a result, run a
 * call twice or half, nor leave the message without an answer or an error.
 */
export default [
  ...faults.flatMap(([does, fault]) => [
    scenario({
      title: `the reply with the calls ${does}`,
      steps: [user.says('compare two companies'), batch.breaks(fault), ...results, ...after],
    }),
    inAnswer(does, fault),
  ]),
  // a gateway may try again or give up; the stop ends what has come of it
  scenario({
    title: 'the reply with the calls has an event whose JSON breaks off',
    steps: [user.says('compare two companies'), batch.breaks(damage), user.stops({ again: true }), ...after],
  }),
  inAnswer('has an event whose JSON breaks off', damage),
]
