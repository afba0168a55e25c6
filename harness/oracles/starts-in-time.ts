import type { Facts } from '../facts/facts.ts'
import type { Life } from '../facts/lives.ts'
import { firstAfter } from '../facts/ordered.ts'
import { isPassing } from '../signals.ts'
import { short } from '../transcript/blocks.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

/** A start on any state that a fault left is ready within the limit. */
export const startsInTime: Oracle = {
  claim: 'starts-in-time',
  tier: 2,
  fails: 'the gateway did not start again in time',
  sentence: 'a start on any state that a fault left is ready within the limit',
  judge: ({ facts }) =>
    fromFindings(facts.lives.all.flatMap((life) => [...neverReady(facts, life), ...late(facts, life)])),
}

function neverReady(facts: Facts, { started, ready, signals, exited }: Life): Finding[] {
  // one that we hold still, or have ended, owes nothing
  const wasEnded = signals.some(({ signal }) => !isPassing(signal)) || exited?.asked === true
  const isHeld = signals.at(-1)?.signal === 'SIGSTOP'
  if (ready !== undefined || wasEnded || isHeld) return []
  const next = firstAfter(facts.of('aftermath-missed'), started.n) ?? firstAfter(facts.of('step-missed'), started.n)
  if (exited === undefined && next === undefined) return []
  return [
    {
      says: 'the gateway was started and never became ready',
      expected: 'a gateway that is ready',
      actual: exited === undefined ? short(next?.why ?? '') : `it exited (${exited.signal ?? `code ${exited.code}`})`,
      entries: [started.n, ...(exited === undefined ? [] : [exited.n])],
      excerpt: facts
        .of('gateway-logged')
        .filter(({ n }) => n > started.n)
        .slice(-3)
        .map(({ line }) => line),
    },
  ]
}

/** A start that took longer than its driver says it may. */
function late(facts: Facts, { ready, started }: Life): Finding[] {
  const bootMs = facts.of('run-started')[0]?.bootMs
  if (ready === undefined || bootMs === undefined || ready.ms <= bootMs) return []
  return [
    {
      says: 'the gateway took too long to start',
      expected: `ready within ${bootMs / 1000} s`,
      actual: `ready after ${Math.round(ready.ms / 1000)} s`,
      entries: [started.n, ready.n],
      excerpt: [],
    },
  ]
}
