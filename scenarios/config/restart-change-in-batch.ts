import { config, model, scenario, tool, user } from '../../harness/index.ts'

/** A restart that a change asks for must wait for the batch, or lose nothing of it. */
export default scenario({
  title: 'a configuration that wants a restart changes in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    tool.holds('c'),
    config.changes('restart'),
    tool.finishes('b'),
    tool.finishes('c'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
