import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { stores } from '../gateways/index.ts'
import { readSession } from '../store/read-session.ts'
import type { SessionFormat } from '../store/session.ts'
import { Dice, wholeSession } from './corpus.ts'
import { accidents, type Shape, shapes } from './corpus-shapes.ts'
import { healthOf } from './health.ts'
import { mended } from './mended.ts'
import { type Rival, rivals } from './rivals.ts'
import { scoreOf } from './score.ts'

const seeds = Array.from({ length: 12 }, (_, n) => `s${n}`)
/** The agents that store such records. */
const trees = [...new Set(stores.map(({ format }) => format))].filter((format) =>
  wholeSession('any').events.some((event) => format.read(event)?.role === 'user'),
)
const all = Object.entries({ ...shapes, ...accidents })
const clean = { refusedBy: [], lostResults: [], lostWords: [], touched: [] }

/** Every broken session of a shape, for each agent that stores such trees. */
function* broken(name: string, shape: Shape) {
  for (const format of trees)
    for (const seed of seeds) {
      const whole = wholeSession(seed)
      const text = shape(whole, new Dice(`${name}/${seed}`), (format.madeUp[0] ?? '').replace(/^\^|\$$/g, ''))
      if (text !== undefined) yield { format, seed, whole, was: Buffer.from(text) }
    }
}

function scored(
  rival: Rival,
  { format, whole, was }: { format: SessionFormat; whole: ReturnType<typeof wholeSession>; was: Buffer },
) {
  return scoreOf(whole.events, was, rival.mend(was, format, whole.fileName), format)
}

const ours = rivals.at(-1) as Rival

describe('a repaired session is accepted through every API and has lost nothing, and a second repair changes nothing', () => {
  test.each(all)('%s', (name, shape) => {
    for (const one of broken(name, shape)) {
      const { format, seed, was, whole } = one
      const { bytes } = mended(was, format, { name: whole.fileName })
      const say = `${format.agent} ${seed}`
      expect({ say, ...scored(ours, one) }).toEqual({ say, ...clean })
      expect(mended(bytes, format, { name: whole.fileName }).bytes.equals(bytes), say).toBe(true)
      expect({ say, state: healthOf(readSession(bytes, format), format).state }).toEqual({ say, state: 'sound' })
    }
  })
})

test('a sound session comes out byte for byte', () => {
  for (const format of trees)
    for (const seed of seeds) {
      const { events, fileName } = wholeSession(seed)
      const was = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
      expect(mended(was, format, { name: fileName })).toEqual({ bytes: was, changes: [] })
    }
})

test.each([0, 9])(
  'a broken record that has come to stand first keeps its texts, and there is one head (%i bytes gone before it)',
  (gone) => {
    const { events, fileName } = wholeSession('any')
    const [head, ...others] = events.map((event) => JSON.stringify(event))
    const said = others.findIndex((line) => line.includes('question 0'))
    const first = others[said]?.slice(gone, -40)
    for (const heads of [[], [head]])
      for (const format of trees) {
        const was = Buffer.from([first, ...heads, ...others.toSpliced(said, 1)].map((line) => `${line}\n`).join(''))
        const { bytes } = mended(was, format, { name: fileName })
        expect(bytes.toString()).toContain('question 0 of any')
        expect(bytes.toString().match(/"type":"session"/g)).toHaveLength(1)
        expect(healthOf(readSession(bytes, format), format).state).toBe('sound')
      }
  },
)

test('the table in docs/rescue.md is what is scored here', () => {
  const stores = all.flatMap(([name, shape]) => [...broken(name, shape)])
  expect(stores.length).toBeGreaterThanOrEqual(500)
  const rows = rivals.map((rival) => {
    const scores = stores.map((one) => scored(rival, one))
    const count = (is: (score: (typeof scores)[number]) => boolean) => scores.filter(is).length
    const figures = [
      count(({ refusedBy }) => refusedBy.length === 0),
      count(({ lostResults }) => lostResults.length > 0),
      count(({ lostWords }) => lostWords.length > 0),
    ]
    return `| ${rival.name} | ${figures.join(' | ')} |`
  })
  const doc = readFileSync('docs/rescue.md', 'utf8')
  expect(doc).toContain(`${stores.length} broken sessions`)
  expect(doc).toContain(rows.join('\n'))
})
