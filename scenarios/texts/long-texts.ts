import { model, scenario, tool, user } from '../../harness/index.ts'

const pears = (count: number) => Array.from({ length: count }, (_, n) => `🍐${n}`).join('')
const mountains = Array.from({ length: 300 }, (_, n) => `山${n}は高い`).join('、')

/** A long message and a long reply are neither cut nor broken inside a letter. */
export default scenario({
  title: 'a long message and a longer reply',
  steps: [
    user.says(`which of these pears shall I take:  ${pears(350)}`),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says(mountains.slice(0, 2_000)),
    user.says('still there?'),
    model.says('yes'),
  ],
})
