import { config, model, scenario, tool, user } from '../../harness/index.ts'

/** A change that needs no restart must not touch what runs. */
export default scenario({
  title: 'a configuration that can be taken over as it runs changes in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    tool.holds('c'),
    config.changes('hot'),
    tool.finishes('b'),
    tool.finishes('c'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
