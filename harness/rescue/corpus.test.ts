import { expect, test } from 'vitest'
import { stores } from '../gateways/index.ts'
import { Dice, wholeSession } from './corpus.ts'
import { accidents, shapes } from './corpus-shapes.ts'
import { mended } from './mended.ts'
import { scoreOf } from './score.ts'

const seeds = Array.from({ length: 40 }, (_, n) => `s${n}`)
const trees = [...new Set(stores.map(({ format }) => format))]

test.each(Object.entries({ ...shapes, ...accidents }))('%s', (name, shape) => {
  for (const format of trees)
    for (const seed of seeds) {
      const whole = wholeSession(seed)
      const broken = shape(whole, new Dice(`${name}/${seed}`), format.madeUp[0] ?? '')
      if (broken === undefined) continue
      const was = Buffer.from(broken)
      const about = { name: whole.fileName }
      const { bytes, changes } = mended(was, format, about)
      const say = `${format.agent} ${seed}`
      expect({ say, ...scoreOf(whole.events, was, bytes, format) }, JSON.stringify(changes, null, 1)).toEqual({
        say,
        refusedBy: [],
        lostResults: [],
        lostWords: [],
        touched: [],
      })
      expect(mended(bytes, format, about).bytes.equals(bytes), `${say}: a second time changes nothing`).toBe(true)
    }
})
