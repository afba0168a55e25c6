import type { WireFault } from '../../mock-provider/wire-fault.ts'
import { client, model, tool, user } from '../index.ts'
import type { Step } from '../steps/index.ts'
import type { ReplyStep } from './instants.ts'
import { long, odd } from './odd-words.ts'
import type { Random } from './random.ts'

/** How things stand in a session after a move. */
export type Phase = 'idle' | 'asked' | 'held' | 'answering'

/** What is done at once, how things stand after it, and which fault it put there, if any. */
export type Move = {
  readonly steps: readonly Step[]
  readonly phase: Phase
  readonly held: readonly string[]
  readonly pair?: string | undefined
}

/** A message and all that comes of it. */
export type Turn = { readonly session: string; readonly moves: Move[] }

const questions = ['compare three companies', 'weigh two offers', 'describe four rivers', 'name five towns']
const wireFaults: readonly (readonly [string, WireFault])[] = [
  ['429', { kind: 'status', failure: 'rate-limit', retryAfterSeconds: 1 }],
  ['overloaded', { kind: 'status', failure: 'overloaded' }],
  ['key refused', { kind: 'status', failure: 'bad-key' }],
  ['400', { kind: 'status', failure: 'invalid-request' }],
  ['connection cut', { kind: 'cut', by: 'rst', at: { write: 0 } }],
  ['stream cut', { kind: 'cut', by: 'fin', at: { write: 2 } }],
  ['no last event', { kind: 'no-end' }],
  ['in drops', { kind: 'trickle', bytes: 7, everyMs: 1 }],
]

/** Faults after which a gateway gives its answer up, so that the rest of the turn does not come. */
const final: ReadonlySet<string> = new Set(['key refused', '400'])

const toolEnds: readonly (readonly [string, (name: string) => Step])[] = [
  ['finishes', tool.finishes],
  ['finishes', tool.finishes],
  ['finishes', tool.finishes],
  ['fails', tool.fails],
  ['dies', tool.dies],
  ['garbles', tool.garbles],
]

/** One or two turns of a session: a message, up to two batches of tools, and an answer. */
export function turnsOf(session: string, index: number, random: Random): Turn[] {
  return Array.from({ length: 1 + random.below(2) }, (_, n) => {
    const question = questions[2 * index + n] ?? ''
    const text = `${question}${random.chance(0.3) ? odd : ''}${random.chance(0.1) ? long : ''}`.slice(0, 2_000)
    return { session, moves: movesOf(session, text, `${session[0]}${n}`, random) }
  })
}

function movesOf(session: string, text: string, prefix: string, random: Random): Move[] {
  const moves: Move[] = [{ steps: [user.says(text, { session })], phase: 'asked', held: [] }]
  for (let batch = 0, batches = random.below(3); batch < batches; batch++) {
    const names = Array.from({ length: 1 + random.below(3) }, (_, n) => `${prefix}b${batch}t${n}`)
    // a model may give two sessions the same ids; where the main one has no such calls, nothing is drawn
    const sharesIds = session !== 'main' && random.chance(0.3)
    const calls = [
      !sharesIds && random.chance(0.15) ? { tool: `${prefix}b${batch}x`, unknown: true } : [],
      names,
    ].flat()
    const said = random.chance(0.5) ? `I look: größer, batch ${batch}` : ''
    const reply = broken(
      model
        .calls(...calls)
        .saying(said)
        .answering(text)
        .withIdsOf(...(sharesIds ? names.map((name) => `m${name.slice(1)}`) : [])),
      random,
    )
    moves.push({ ...reply, phase: 'held', held: names })
    if (final.has(reply.fault ?? '')) return endedBy(moves)
    moves.push(...endsOf(names, random))
  }
  if (random.chance(0.05)) {
    const silent = {
      steps: [model.says('', { to: text })],
      phase: 'answering',
      held: [],
      pair: 'asked × empty reply',
    } as const
    return endedBy([...moves, silent])
  }
  const answer = `they are alike: ${text.slice(0, 9)} 🦊${random.chance(0.15) ? long.slice(0, 1_900) : ''}`
  const reply = broken(model.says(answer, { to: text }), random)
  moves.push({ ...reply, phase: 'answering', held: [] })
  // an answer whose first delivery was broken is told apart from its next one by nothing that a client sees
  const isSeen = reply.fault === undefined && random.chance(0.7)
  if (!isSeen) return endedBy(moves)
  return [...moves, { steps: [client.seesReplyTo(text)], phase: 'idle', held: [] }]
}

/** Nothing more is waited for. */
function endedBy(moves: readonly Move[]): Move[] {
  return [...moves.slice(0, -1), { ...(moves.at(-1) as Move), phase: 'idle', held: [] }]
}

/** A reply, one in five of them with a fault on the wire, after which a gateway asks again where it can. */
function broken(step: ReplyStep, random: Random): { steps: Step[]; pair?: string; fault?: string } {
  if (!random.chance(0.2)) return { steps: [step] }
  const [fault, wire] = random.one(wireFaults)
  return { steps: [{ ...step, fault: wire }], pair: `asked × ${fault}`, fault }
}

/** The tools of a batch end one by one, in any order and in any way. */
function endsOf(names: readonly string[], random: Random): Move[] {
  const left = [...names]
  return names.map(() => {
    const [name = ''] = left.splice(random.below(left.length), 1)
    const [how, end] = random.one(toolEnds)
    const pair = how === 'finishes' ? {} : { pair: `held × tool ${how}` }
    return { steps: [end(name)], phase: left.length === 0 ? 'answering' : 'held', held: [...left], ...pair }
  })
}
