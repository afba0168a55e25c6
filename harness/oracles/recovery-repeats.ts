import type { Manners } from '../expected/manners.ts'
import type { EntryOf } from '../record/entry.ts'
import type { RecoveredTurns } from '../record/recovery-entry.ts'
import { short } from '../transcript/blocks.ts'
import { type Block, mergeTurns, type Turn } from '../transcript/transcript.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

type Recovered = EntryOf<'recovered'>

/**
 * What a gateway makes of the state that a kill has left depends on nothing but that state: two recoveries come to the same. Ids and times
 * that are made anew are no difference, nor is the order in which the results of one batch stand.
 */
export const recoveryRepeats: Oracle = {
  claim: 'recovery-repeats',
  tier: 1,
  fails: 'two recoveries from one state came to different histories',
  sentence: 'two recoveries from copies of the same state store the same, and send the model the same',
  judge({ facts, manners }) {
    const [first, second] = facts.of('recovered')
    if (first === undefined) return fromFindings([])
    if (second === undefined) return inconclusive('the second recovery was not seen')
    if (first.missed !== '' && second.missed !== '')
      return inconclusive(`in neither did this come about: ${first.missed}`)
    if (first.missed !== second.missed) return fromFindings([onlyOne(first, second)])
    const same = sameIn(facts.last('run-started')?.seed ?? 0, manners)
    return fromFindings(differences(first, second, same))
  },
}

function onlyOne(first: Recovered, second: Recovered): Finding {
  const [failed, other] = first.missed === '' ? [second, first] : [first, second]
  return {
    says: 'of two recoveries from the same state only one worked',
    expected: 'both work, or neither',
    actual: `recovery ${other.nth} worked; in recovery ${failed.nth} this did not come about: ${failed.missed}`,
    entries: [first.n, second.n],
    excerpt: [],
  }
}

const verbs = { stored: 'stored', asked: 'sent the model' } as const

/** The first difference in each session; what is sent differs where what is stored does, so that is told once. */
function differences(first: Recovered, second: Recovered, same: (text: string) => string): Finding[] {
  const told = new Set<string>()
  return (['stored', 'asked'] as const).flatMap((where) => {
    const [one, other] = [bySession(first[where], same), bySession(second[where], same)]
    return [...new Set([...one.keys(), ...other.keys()])].flatMap((session) => {
      const found = firstDifference(one.get(session) ?? [], other.get(session) ?? [])
      if (found === undefined || told.has(session)) return []
      told.add(session)
      const [was, is] = found
      return [
        {
          says: `two recoveries from the same state ${verbs[where]} different histories in session ${session}`,
          expected: `the second recovery ${verbs[where]} what the first one did: ${was}`,
          actual: is,
          entries: [first.n, second.n],
          excerpt: [`recovery 1 ${verbs[where]}: ${was}`, `recovery 2 ${verbs[where]}: ${is}`],
        },
      ]
    })
  })
}

/** The first lines that differ, each from shortly before where they do; nothing where all are the same. */
function firstDifference(one: readonly string[], other: readonly string[]): [string, string] | undefined {
  const at = Array.from({ length: Math.max(one.length, other.length) }).findIndex((_, n) => one[n] !== other[n])
  if (at < 0) return undefined
  const [was, is] = [one[at] ?? 'nothing more', other[at] ?? 'nothing more']
  const letter = [...was].findIndex((_, n) => was[n] !== is[n])
  const from = Math.max(0, (letter < 0 ? was.length : letter) - shownBefore)
  const excerpt = (line: string) =>
    from > shownBefore ? `${short(line, shownBefore)} … ${short(line.slice(from))}` : short(line, 200)
  return [excerpt(was), excerpt(is)]
}

/** How many letters of a line are shown before a difference. */
const shownBefore = 40

/** The lines of each session's transcripts. Which of several comes first says nothing. */
function bySession(all: readonly RecoveredTurns[], same: (text: string) => string): Map<string, string[]> {
  const sessions = Map.groupBy(all, ({ session }) => same(session))
  return new Map(
    [...sessions].map(([session, transcripts]) => [
      session,
      transcripts
        .map(({ turns }) => linesOf(turns, same))
        .toSorted(byText)
        .flat(),
    ]),
  )
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join('\n') < b.join('\n') ? -1 : 1
}

/** A conversation, a line for each thing in it. A call has the number of its place instead of its id. */
function linesOf(turns: readonly Turn[], same: (text: string) => string): string[] {
  const numbers = new Map<string, number>()
  const numberOf = (id: string) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1)
    return numbers.get(id) as number
  }
  return mergeTurns(turns).flatMap(({ role, blocks, ended }) => {
    const isResult = ({ type }: Block) => type === 'result'
    // which tool ends first is chance
    const results = blocks.filter(isResult).map((block) => lineOf(block, role, numberOf))
    const others = blocks.filter((block) => !isResult(block)).map((block) => lineOf(block, role, numberOf))
    const end = ended === undefined ? [] : [`${role}: (${ended})`]
    return [...results.toSorted(), ...others, ...end].map(same)
  })
}

function lineOf(block: Block, role: Turn['role'], numberOf: (id: string) => number): string {
  switch (block.type) {
    case 'text':
      return `${role}: "${block.text}"`
    case 'call':
      // a command may hold the id of its call
      return `call ${numberOf(block.id)}: ${block.name}(${JSON.stringify(block.input)?.replaceAll(block.id, 'its id')})`
    case 'result':
      return `result of call ${numberOf(block.id)}${block.error ? ', an error' : ''}: "${block.text}"`
    default:
      return `${role}: (${block.name})`
  }
}

/** Ids and times as machines write them. */
const madeAnew = [
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi,
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g,
  /\b1[5-9]\d{8}(?:\d{3})?\b/g,
]

/** A text without what is made anew in each recovery: ids and times of the gateway, and the ids that our own provider gives to calls. */
function sameIn(seed: number, manners: Manners): (text: string) => string {
  const mark = seed.toString(36)
  const ours = [new RegExp(`\\w*Q${mark}r\\w+`, 'g'), new RegExp(`(?<=returned ${mark})\\w{6}(?=:)`, 'g')]
  return (text) => [...madeAnew, ...ours].reduce((left, one) => left.replaceAll(one, '«…»'), manners.withoutTimes(text))
}
