import { config, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A restart that waits for the batch comes after it, and is not forgotten; the session goes on after it. */
export default scenario({
  title: 'a restart that was put off for a batch comes after it',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    config.changes('restart'),
    tool.finishes('b'),
    model.says('they are alike'),
    gateway.restarts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
