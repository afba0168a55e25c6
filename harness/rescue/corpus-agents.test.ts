import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stores } from '../gateways/index.ts'
import { readSession } from '../store/read-session.ts'
import type { SessionFormat } from '../store/session.ts'
import { Dice } from './corpus.ts'
import { wholeSessionOf, writings } from './corpus-agents.ts'
import { healthOf } from './health.ts'
import { mended } from './mended.ts'
import { accidentKinds, accidentOf, damaged } from './random-damage.ts'
import { type Rival, rivals } from './rivals.ts'
import { type Score, scoreOf } from './score.ts'

/** `CORPUS_SEEDS=24` makes it longer. */
const seeds = Array.from({ length: Number(process.env.CORPUS_SEEDS ?? 8) }, (_, n) => `s${n}`)
const agents = Object.keys(writings)
const clean: Score = { refusedBy: [], lostResults: [], lostWords: [], touched: [] }
const [nobody, itself, ours] = [rivals[0], rivals.at(-2), rivals.at(-1)] as [Rival, Rival, Rival]

function formatOf(agent: string): SessionFormat {
  const store = stores.find(({ format }) => format.agent === agent)
  if (store === undefined) throw new Error(`no store of ${agent}`)
  return store.format
}

/** Every broken session of an agent: each kind of random damage on each seed. */
function brokenOf(agent: string) {
  return accidentKinds.flatMap((kind) =>
    seeds.flatMap((seed) => {
      const { fileName, events, bytes } = wholeSessionOf(agent, seed)
      const dice = new Dice(`${agent}/${kind}/${seed}`)
      const broken = damaged(bytes, [accidentOf(kind, (below) => dice.below(below))])
      return broken.equals(bytes) ? [] : [{ say: `${agent} ${kind} ${seed}`, fileName, events, broken }]
    }),
  )
}

const rows: string[] = []

test.each(agents)('%s: sessions damaged at random are accepted, have lost nothing, and stay as they are', (agent) => {
  const format = formatOf(agent)
  const all = brokenOf(agent)
  const count = (rival: Rival) => {
    const scores = all.map(({ events, broken, fileName }) =>
      scoreOf(events, broken, rival.mend(broken, format, fileName), format),
    )
    return [
      scores.filter(({ refusedBy }) => refusedBy.length === 0).length,
      scores.filter(({ lostResults, lostWords }) => lostResults.length + lostWords.length > 0).length,
    ]
  }
  for (const { say, events, broken, fileName } of all) {
    const { bytes } = mended(broken, format, { name: fileName })
    expect({ say, ...scoreOf(events, broken, ours.mend(broken, format, fileName), format) }).toEqual({ say, ...clean })
    expect({ say, changes: mended(bytes, format, { name: fileName }).changes }).toEqual({ say, changes: [] })
    expect({ say, state: healthOf(readSession(bytes, format), format).state }).toEqual({ say, state: 'sound' })
  }
  const figures = [nobody, itself].flatMap(count)
  rows.push(`| ${[agent, all.length, ...figures, all.length, 0].join(' | ')} |`)
})

test.each(agents)('%s: a sound session comes out byte for byte', (agent) => {
  for (const seed of seeds) {
    const { bytes, fileName } = wholeSessionOf(agent, seed)
    expect(mended(bytes, formatOf(agent), { name: fileName })).toEqual({ bytes, changes: [] })
  }
})

test.skipIf(process.env.CORPUS_SEEDS !== undefined)('the table in docs/rescue.md is what is scored here', () => {
  expect(readFileSync('docs/rescue.md', 'utf8')).toContain(rows.join('\n'))
})
