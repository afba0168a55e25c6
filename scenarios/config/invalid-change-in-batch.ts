import { config, model, scenario, tool, user } from '../../harness/index.ts'

/** A slip of the pen in the configuration must neither stop the gateway nor its batch. */
export default scenario({
  title: 'a wrong configuration is written in a batch, and mended',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    tool.holds('c'),
    config.changes('invalid'),
    config.changes('hot'),
    tool.finishes('b'),
    tool.finishes('c'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
