import { expect, test } from 'vitest'
import { readAcknowledgement } from './acknowledgement.ts'

/** As runs of 2026.1.29 to 2026.9.6 had them, but for the names of runs. */
test.each([
  ['message', { runId: 'r', status: 'started' }, { run: 'r' }],
  ['reset', { runId: 'r', status: 'started' }, { run: 'r' }],
  ['stop', { ok: true, aborted: true, runIds: ['r'] }, { stopped: 'at once', stoppedRuns: ['r'] }],
  ['abort', { ok: true, aborted: false, runIds: [] }, { stopped: 'nothing' }],
  ['stop', { runId: 'r', status: 'started' }, { run: 'r', stopped: 'later' }],
  ['stop', {}, {}],
] as const)('the answer to a %s %j', (what, answer, said) => {
  expect(readAcknowledgement(what, answer)).toEqual(said)
})
