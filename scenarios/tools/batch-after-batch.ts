import { model, scenario, tool, user } from '../../harness/index.ts'

/** The results of one batch must not be taken for those of the next, in the same turn or in another. */
export default scenario({
  title: 'a batch follows a batch, and another one comes with the next message',
  steps: [
    user.says('compare four companies'),
    model.calls('a', 'b'),
    tool.finishes('b'),
    tool.finishes('a'),
    model.calls('c', 'd').saying('two more'),
    tool.finishes('c'),
    tool.fails('d'),
    model.says('they differ'),
    user.says('and the last two?'),
    model.calls('e', 'f'),
    tool.finishes('e'),
    tool.finishes('f'),
    model.says('they are alike'),
  ],
})
