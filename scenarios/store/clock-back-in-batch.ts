import { clock, model, scenario, tool, user } from '../../harness/index.ts'

/** A clock that is set right must not put what follows before what was, nor leave it waiting for hours. */
export default scenario({
  title: 'the clock jumps 3 h back in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    clock.jumps(-3),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
