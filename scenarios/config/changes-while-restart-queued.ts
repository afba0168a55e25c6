import { config, model, scenario, tool, user } from '../../harness/index.ts'

/** Changes of every kind that come while a restart waits for the batch must lose neither the batch nor the restart. */
export default scenario({
  title: 'the configuration changes again while a restart is already queued',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    tool.holds('c'),
    config.changes('restart'),
    config.changes('hot'),
    config.changes('invalid'),
    config.changes('restart'),
    tool.finishes('b'),
    tool.finishes('c'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
