import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** A gateway may write to its state and nowhere else, or must say so. */
export default scenario({
  title: 'the container is killed in a batch, and the new one has a read-only root',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.isRecreated('read-only'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
