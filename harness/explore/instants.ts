import type { Position } from '../../mock-provider/script.ts'
import type { Instant as Inside } from '../../mock-provider/wire-fault.ts'
import { factsOf } from '../facts/facts-of.ts'
import type { Request } from '../facts/requests.ts'
import { model, tool as toolStep } from '../index.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import type { Scenario } from '../scenario/schema.ts'
import { positionOf } from '../scenario/script.ts'
import type { Step } from '../steps/index.ts'

/** A reply of the model. */
export type ReplyStep = Extract<Step, { do: 'model.calls' | 'model.says' }>

/** A point between two things that were seen in a run, and how a schedule gets a gateway there. */
export type Instant = {
  /** session, message, request, call and phase, the same in every run: `main, message 1, request 1: b input 2` */
  readonly name: string
  /** the steps that bring a gateway there; inside a reply, those before the reply */
  readonly before: readonly Step[]
  /** the steps of the clean run that are left */
  readonly after: readonly Step[]
  /** the reply that it is inside of, and where */
  readonly inside?: { readonly reply: ReplyStep; readonly at: Inside } | undefined
  /** tools that hold */
  readonly held: readonly string[]
  /** whether the model has been asked, and holds its reply */
  readonly asked: boolean
  /** whether something is under way in the session */
  readonly busy: boolean
  /** nothing keeps a gateway there: what comes next may be quicker than the schedule */
  readonly passing: boolean
}

/**
 * The instants of a clean run, in order, from its record: each request, what has left the provider of each reply, each start and end of a
 * tool, the end of the run.
 */
export function instantsOf({ steps }: Scenario, entries: readonly Entry[]): Instant[] {
  const walk = new Walk(steps)
  const { requests } = factsOf(entries)
  for (const entry of entries) {
    if (entry.kind === 'aftermath-began') break
    if (entry.kind === 'step-landed') walk.landed(entry)
    else if (entry.kind === 'provider-asked') walk.asked(requests.numbered(entry.request))
    else if (entry.kind === 'provider-wrote') walk.wrote(entry)
    else if (entry.kind === 'tool-started') walk.started(entry)
  }
  return walk.instants
}

/** Goes through a record with the schedule that it is of. */
class Walk {
  readonly instants: Instant[] = []
  readonly #steps: readonly Step[]
  /** how many steps must have been taken by now */
  #taken = 0
  #request = ''
  readonly #held = new Set<string>()

  constructor(steps: readonly Step[]) {
    this.#steps = steps
  }

  landed({ step }: EntryOf<'step-landed'>): void {
    this.#take(step + 1)
  }

  /** A request of the gateway for itself is no instant of the schedule's. */
  asked(request: Request | undefined): void {
    const { session, message, asked } = request ?? {}
    if (request === undefined || session === undefined || message === undefined) return
    this.#take(this.#steps.findIndex((step, index) => isReply(step) && isAt(positionOf(this.#steps, index), asked)))
    this.#request = `${session}, message ${message.number + 1}, request ${message.requests.indexOf(request) + 1}`
    this.#add(`${this.#request}: arrived`, { asked: true })
  }

  wrote({ mark }: EntryOf<'provider-wrote'>): void {
    const reply = this.#steps[this.#taken]
    const at = insideOf(mark)
    if (at === undefined || !isReply(reply)) return
    this.#add(`${this.#request}: ${mark}`, { inside: { reply, at } })
  }

  started({ tool }: EntryOf<'tool-started'>): void {
    this.#take(
      this.#steps.findIndex((step) => step.do === 'model.calls' && step.calls.some((call) => call.tool === tool)) + 1,
    )
    this.#held.add(tool)
    // which of several that start at once does so first is chance
    if (this.instants.at(-1)?.name.endsWith(' started')) this.instants.pop()
    this.#add(`${this.#request}: ${this.#holding.join(', ')} started`)
  }

  /** What a gateway does at once may be seen before the step that led to it has landed, so a step is taken when either is seen. */
  #take(taken: number): void {
    while (this.#taken < taken) {
      const step = this.#steps[this.#taken++]
      if (step?.do === 'user.says') this.#add(`${step.session}, "${step.text}" accepted`, { passing: true })
      else if (step?.do === 'model.calls') this.#add(`${this.#request}: calls streamed`, { passing: true })
      else if (step?.do === 'model.says') this.#add(`${this.#request}: answer ended`, { passing: true })
      else if (step?.do === 'tool.finishes') this.#ended(step.tool)
      else if (step?.do === 'client.seesReplyTo') this.#add(`${this.#request}: answer shown`, { busy: false })
    }
  }

  #ended(tool: string): void {
    this.#held.delete(tool)
    // the next request comes by itself after the last tool
    const isLast = this.#held.size === 0
    this.#add(`${this.#request}: ${tool} ended${isLast ? ', the last one' : ''}`, { passing: isLast })
  }

  get #holding(): string[] {
    return [...this.#held].sort()
  }

  #add(name: string, how: Partial<Pick<Instant, 'inside' | 'passing' | 'asked' | 'busy'>> = {}): void {
    const held = this.#holding
    const waits = how.asked ? [model.thinks()] : how.inside === undefined ? held.map(toolStep.holds) : []
    this.instants.push({
      name,
      before: [...this.#steps.slice(0, this.#taken).filter(({ do: kind }) => kind !== 'tool.holds'), ...waits],
      after: this.#steps.slice(this.#taken),
      held,
      asked: false,
      busy: true,
      passing: false,
      ...how,
    })
  }
}

/** Whether a step is a reply of the model. */
export function isReply(step: Step | undefined): step is ReplyStep {
  return step?.do === 'model.calls' || step?.do === 'model.says'
}

function isAt(position: Position | undefined, asked: EntryOf<'provider-asked'> | undefined): boolean {
  return position !== undefined && position.turn === asked?.turn && position.reply === asked.reply
}

/** The instant of a mark, of those that a reply can be stopped at. */
function insideOf(mark: string): Inside | undefined {
  const text = /^\(text\) (middle|end)$/.exec(mark)?.[1]
  if (text !== undefined) return { text: text as 'middle' | 'end' }
  const [, call, after, nth] = /^([a-z][a-z0-9-]*) (start|input|end) (\d+)$/.exec(mark) ?? []
  if (call === undefined) return undefined
  return { call, after: after as 'start' | 'input' | 'end', nth: Number(nth) }
}
