import type { Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'
import { isStart } from './starts.ts'

/** A schedule among others that one gateway plays: which steps of the whole it has, and which sessions, tools, messages and clients are its own. */
export type Part = {
  readonly scenario: Scenario
  /** its first step, and the one after its last, among the steps of all */
  readonly range: readonly [number, number]
  readonly sessions: ReadonlySet<string>
  readonly clients: ReadonlySet<string>
  readonly texts: readonly string[]
  /** its own client in the place of the main one, which a gateway is connected with from its start */
  readonly main: string | undefined
}

/** Steps that concern one session only, or a client of one schedule's own. */
const own = /^(?:user\.(?!resets)|message\.|model\.(?!summarizes)|tool\.|client\.)/

/** Whether a step concerns the process of a gateway, and so is played once for all schedules of a wave. */
export function isShared(step: Step): boolean {
  return step.do === 'gateway.receives' || isStart(step)
}

/**
 * What schedules must have in common to be played side by side: the shared steps in their order; nothing for a schedule that needs a
 * gateway of its own.
 */
export function commonOf({ gateway, clients, steps }: Scenario): string | undefined {
  if (gateway !== undefined || clients !== undefined) return undefined
  if (!steps.every((step) => own.test(step.do) || isShared(step)) || steps.some(refusesKey)) return undefined
  return JSON.stringify(steps.filter(isShared))
}

/** Whether a step refuses the key, which all sessions have: a gateway may leave it alone for a while. */
function refusesKey(step: Step): boolean {
  return 'fault' in step && step.fault?.kind === 'status' && step.fault.failure === 'bad-key'
}

/** The schedules as parts of one: each has names and words of its own, by its number. */
export function partsOf(scenarios: readonly Scenario[]): Part[] {
  const parts: Part[] = []
  for (const [number, scenario] of scenarios.entries()) {
    const from = parts.at(-1)?.range[1] ?? 0
    // a client is told of all sessions, so those that share one make for fewer words
    const sharesClient = !scenario.steps.some((step) => changesClient(step) || hasOtherClient(step))
    const steps = scenario.steps.map((step) => renamed(step, number + 1, sharesClient))
    parts.push({
      scenario: { ...scenario, steps },
      range: [from, from + steps.length],
      sessions: new Set(
        steps.flatMap((step) => ('session' in step && step.session !== undefined ? [step.session] : [])),
      ),
      clients: new Set([
        ...steps.flatMap((step) => ('client' in step ? [step.client] : [])),
        ...(sharesClient ? [] : [renamedTo('main', number + 1)]),
      ]),
      main: sharesClient ? undefined : renamedTo('main', number + 1),
      texts: steps.flatMap((step) => (step.do === 'user.says' ? [step.text] : [])),
    })
  }
  return parts
}

/** Whether a step does something to a client, and does not only look at what it is shown. */
function changesClient({ do: kind }: Step): boolean {
  return kind.startsWith('client.') && kind !== 'client.seesReplyTo'
}

function hasOtherClient(step: Step): boolean {
  return 'client' in step && step.client !== 'main'
}

/** The fields of a step that name something, or hold what is said. */
const names = new Set(['session', 'client', 'tool', 'idOf', 'call'])
const words = new Set(['to', 'run', 'task'])

function renamed(step: Step, number: number, sharesClient: boolean): Step {
  const rename = (value: unknown, key: string, isSaid: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => rename(one, '', isSaid))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rename(inner, name, isSaid)]))
    if (typeof value !== 'string') return value
    if (key === 'client' && sharesClient) return value
    if (names.has(key)) return renamedTo(value, number)
    if (words.has(key) || (isSaid && key === 'text')) return said(value, number)
    return value
  }
  const isSaid = /^(?:user|message|client)\./.test(step.do)
  return rename(step, '', isSaid) as Step
}

function renamedTo(name: string, number: number): string {
  return `${name}-${number}`
}

/** No such text is part of another. */
function said(text: string, number: number): string {
  return `${text} (${number})`
}
