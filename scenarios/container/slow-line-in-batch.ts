import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** A line on which a request takes seconds must not be taken for one that is dead. */
export default scenario({
  title: 'a slow line delays what the gateway sends, from the middle of a batch on',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.slows(),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
