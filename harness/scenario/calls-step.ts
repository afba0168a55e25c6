import type { WireFault } from '../../mock-provider/wire-fault.ts'
import type { Step } from '../steps/index.ts'

/** The step of one kind. */
export type StepOf<K extends Step['do']> = Extract<Step, { do: K }>
/** A call of a reply, as a scenario writes it. */
export type ScenarioCall = StepOf<'model.calls'>['calls'][number]
type Part = 'start' | 'input' | 'end'
/** A reply of the model with calls, with what can be changed further. */
export type CallsStep = StepOf<'model.calls'> & {
  /** Cuts the stream after the `nth` write of a part of one call: its `start`, its `input` (4 deltas) or its `end`. */
  cutAfter(call: string, after: Part, nth?: number): StepOf<'model.calls'>
  /** Breaks the first delivery of the reply in any way the wire knows. */
  breaks(fault: WireFault): StepOf<'model.calls'>
  /** Gives the calls the ids of earlier calls, one by one, as two sessions of one model may have them. */
  withIdsOf(...tools: string[]): CallsStep
  /** Says something before the calls. */
  saying(text: string): CallsStep
  /** Answers the newest message of a session, where another session has spoken since. */
  in(session: string): CallsStep
  /** Answers the message with these words, where the person has said more since. */
  answering(message: string): CallsStep
}

/** Lets a reply with calls be changed further. */
export function calls(step: StepOf<'model.calls'>): CallsStep {
  const breaks: CallsStep['breaks'] = (fault) => ({ ...step, fault })
  const cutAfter: CallsStep['cutAfter'] = (call, after, nth = 1) =>
    breaks({ kind: 'cut', by: 'fin', at: { call, after, nth } })
  const saying: CallsStep['saying'] = (text) => calls({ ...step, text })
  const inSession: CallsStep['in'] = (session) => calls({ ...step, session })
  const withIdsOf: CallsStep['withIdsOf'] = (...tools) =>
    calls({ ...step, calls: step.calls.map((call, index) => ({ ...call, idOf: tools[index] })) })
  const answering: CallsStep['answering'] = (message) => calls({ ...step, to: message })
  const methods = { breaks, cutAfter, withIdsOf, saying, in: inSession, answering }
  return Object.defineProperties(
    { ...step },
    Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, { value }])),
  ) as CallsStep
}
