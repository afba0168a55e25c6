import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { gateway, model, tool, user } from '../scenario/builders.ts'
import type { Step } from '../steps/index.ts'
import { sameCall } from '../transcript/blocks.ts'
import type { Shot } from './figures.ts'
import { providerLine } from './stage.ts'

/** An instant that nobody holds open: what a turn is in which it comes by itself, and when it came and was over. */
export type Instant = {
  readonly words: string
  readonly steps: (turn: number) => readonly Step[]
  /** when it came and was over, in the entries of such a turn, in microseconds */
  readonly window: (entries: readonly Entry[], turn: number) => Pick<Shot, 'instant' | 'until'>
}

/** A fault at an instant: what a turn with it is, and what came of it. */
export type Injection = {
  readonly name: string
  readonly at: Instant
  readonly steps: (turn: number) => readonly Step[]
  readonly shot: (entries: readonly Entry[], turn: number) => Shot
}

const never = Number.POSITIVE_INFINITY
/** A model that is fast writes about so many pieces of a reply in a second. */
const piecesPerSecond = 50

const says = (turn: number) => user.says(`question number ${String(turn).padStart(4, '0')}`)
/** The two tools of a turn's batch. */
const a = (turn: number) => `a${turn}`
const b = (turn: number) => `b${turn}`
const calls = (turn: number) => model.calls(a(turn), b(turn))

const finish: Instant = {
  words: 'the gateway reports a tool’s finish, and another of its batch still runs',
  steps: (turn) => [says(turn), calls(turn), model.says('yes')],
  window(entries, turn) {
    const [instant = never, until = never] = [a(turn), b(turn)].map((name) => reportOf(entries, name)).sort(byTime)
    return { instant, until }
  },
}

const delta: Instant = {
  words: 'the first piece of a call’s arguments is written, and the second is not',
  steps: (turn) => [
    says(turn),
    { ...calls(turn), fault: { kind: 'trickle', bytes: 10_000, everyMs: 1000 / piecesPerSecond } },
    model.says('yes'),
  ],
  window: (entries, turn) => pieces(entries, turn),
}

/** A batch of two of which one has finished and the other is held. */
const begun = (turn: number) => [says(turn), calls(turn), tool.finishes(a(turn))]

/** Every injection that is measured. */
export const injections: readonly Injection[] = [
  {
    name: '/stop',
    at: finish,
    steps: (turn) => [...begun(turn), user.stops()],
    shot: (entries, turn) =>
      afterFinish(entries, turn, (entry) => isAcknowledged(entries, entry) || isEndOf(entry, b(turn))),
  },
  {
    name: 'SIGSTOP',
    at: finish,
    steps: (turn) => [
      ...begun(turn),
      gateway.receives('SIGSTOP'),
      gateway.receives('SIGCONT'),
      tool.finishes(b(turn)),
      model.says('yes'),
    ],
    shot: (entries, turn) => afterFinish(entries, turn, (entry) => entry.kind === 'step-landed' && entry.fault),
  },
  {
    name: 'SIGKILL',
    at: finish,
    steps: (turn) => [...begun(turn), gateway.receives('SIGKILL'), gateway.starts()],
    shot: (entries, turn) => afterFinish(entries, turn, ({ kind }) => kind === 'gateway-exited'),
  },
  {
    name: 'cut',
    at: delta,
    steps: (turn) => [
      says(turn),
      calls(turn).cutAfter(a(turn), 'input', 1),
      tool.finishes(a(turn)),
      tool.finishes(b(turn)),
      model.says('yes'),
    ],
    shot(entries, turn) {
      const { instant, until } = pieces(entries, turn)
      const cut = entriesOf(entries, 'line-cut').find(({ client, at }) => client === providerLine && at >= instant)
      return { instant, effect: timeOf(cut, 'the end of the line'), until }
    },
  },
]

function afterFinish(entries: readonly Entry[], turn: number, isEffect: (entry: Entry) => boolean): Shot {
  const instant = reportOf(entries, a(turn))
  const effect = entries.find((entry) => entry.at >= instant && isEffect(entry))
  const own = entriesOf(entries, 'tool-ended').some(({ tool: name, end }) => name === b(turn) && end === 'finished')
  return { instant, effect: timeOf(effect, 'the effect'), until: own ? reportOf(entries, b(turn)) : never }
}

/** When the gateway reported the end of a tool. */
function reportOf(entries: readonly Entry[], name: string): number {
  const call = entriesOf(entries, 'tool-started').find((started) => started.tool === name)?.call ?? ''
  const report = entriesOf(entries, 'tool-reported').find(
    (entry) => entry.phase === 'ended' && sameCall(entry.call, call),
  )
  return timeOf(report, `the report of ${name}`)
}

/** When the first two pieces of the arguments of a call were written, in the first reply that has them. */
function pieces(entries: readonly Entry[], turn: number): Pick<Shot, 'instant' | 'until'> {
  const written = entriesOf(entries, 'provider-wrote')
  const first = written.find(({ mark }) => mark === `${a(turn)} input 1`)
  const second = written.find(({ mark, request }) => mark === `${a(turn)} input 2` && request === first?.request)
  return { instant: timeOf(first, 'the first piece'), until: second?.at ?? never }
}

function isAcknowledged(entries: readonly Entry[], entry: Entry): boolean {
  const stop = entriesOf(entries, 'client-sent').find(({ what }) => what === 'stop')
  return entry.kind === 'client-acknowledged' && entry.message === stop?.message
}

function isEndOf(entry: Entry, name: string): boolean {
  return entry.kind === 'tool-ended' && entry.tool === name
}

/** @throws Error when what is measured was not seen: a benchmark has no verdict to put it into */
function timeOf(entry: EntryOf<EntryKind> | undefined, what: string): number {
  if (entry === undefined) throw new Error(`${what} was not seen`)
  return entry.at
}

function byTime(one: number, other: number): number {
  return one - other
}
