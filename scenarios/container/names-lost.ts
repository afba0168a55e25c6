import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** A name that is not resolved for a while is no reason to drop a message, nor to say that the model is gone for good. */
export default scenario({
  title: 'DNS is gone when a batch is to begin, and comes back',
  steps: [
    container.losesNames(),
    user.says('compare three companies'),
    container.isRepaired(),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
