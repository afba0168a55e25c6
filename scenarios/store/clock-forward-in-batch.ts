import { clock, model, scenario, tool, user } from '../../harness/index.ts'

/** A machine that wakes up hours later must not take a tool that still runs for one that has hung. */
export default scenario({
  title: 'the clock jumps 3 h forward in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    clock.jumps(3),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
