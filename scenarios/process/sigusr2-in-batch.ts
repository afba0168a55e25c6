import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A restart that is asked for by signal in the middle of a batch must neither lose nor repeat its tools. */
export default scenario({
  title: 'SIGUSR2 in the middle of a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGUSR2'),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
