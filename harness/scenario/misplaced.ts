import { whyNever } from '../../mock-provider/wire-fault.ts'
import type { GatewaySettings } from '../gateway-settings.ts'
import type { Step } from '../steps/index.ts'
import { positionOf, toolsOf } from './script.ts'

/** What is wrong with a scenario, and with which part of it. */
export type Problem = { path: (string | number)[]; message: string }

/** A fault whose instant cannot come would never land. */
export function misplacedFaults(steps: readonly Step[]): Problem[] {
  return steps.flatMap((step, index) => {
    const fault = step.do === 'model.calls' || step.do === 'model.says' ? step.fault : undefined
    const never = fault && whyNever(fault, { text: 'text' in step ? String(step.text) : '', calls: toolsOf(step) })
    return never === undefined ? [] : [{ path: [index, 'fault', ...never.path], message: never.message }]
  })
}

/** A reply that nothing asks for, or that is asked for again for no reason. */
export function misplacedReplies(steps: readonly Step[]): Problem[] {
  const positions = steps.map((_, index) => positionOf(steps, index))
  return steps.flatMap((step, index) => {
    const position = positions[index]
    if (position === undefined) return []
    if (step.do === 'model.says' && step.fault === undefined && (step.again ?? step.goesOn) !== undefined)
      return [
        { path: [index], message: 'only a reply that is broken is asked for again or gone on with; give it a fault' },
      ]
    if (position.turn < 0) return [tooEarly(step, index)]
    const isReplied = steps.some(
      ({ do: kind }, n) => n > index && kind !== 'model.thinks' && positions[n]?.turn === position.turn,
    )
    if (step.do !== 'model.thinks' || isReplied) return []
    return [
      { path: [index], message: 'the model thinks of a reply that no step below has; add one to the same message' },
    ]
  })
}

/** Both recoveries must find the same: what comes after the first one would not be done to the other, nor is a refresh token worth anything twice. */
export function misplacedRecoveries(steps: readonly Step[], settings: GatewaySettings | undefined): Problem[] {
  return steps.flatMap((step, index) => {
    if (step.do !== 'gateway.recoversTwice') return []
    if (index < steps.length - 1)
      return [{ path: [index], message: 'two recoveries are compared at the end; put this step last' }]
    return settings?.signIn === undefined
      ? []
      : [{ path: [index], message: 'a copy has refresh tokens that were used; leave out "signIn"' }]
  })
}

function tooEarly(step: Step, index: number): Problem {
  const { session, to } = { session: undefined, to: undefined, ...step }
  if (to !== undefined)
    return { path: [index, 'to'], message: `the model cannot reply to "${to}" before the user has said it` }
  return session === undefined
    ? { path: [index], message: 'the model cannot reply before the user has said something' }
    : {
        path: [index, 'session'],
        message: `the model cannot reply in session "${session}" before the user has said something there`,
      }
}
