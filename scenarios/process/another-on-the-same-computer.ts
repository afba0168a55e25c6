import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Who forgets that a gateway runs starts another one: that one must not touch what the first is doing. */
export default scenario({
  title: 'a second gateway is started on the same state and computer in a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    gateway.gainsAnother({ here: true }),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
