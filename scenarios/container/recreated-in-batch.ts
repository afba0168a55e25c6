import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** What was stored must outlive the container, as in a roll-out of a new image. */
export default scenario({
  title: 'the container is killed in a batch, and a new one is started on its state',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.isRecreated(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
