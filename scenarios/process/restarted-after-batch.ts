import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Nothing goes wrong here: a conversation with a whole batch is taken up by a new process, as it was. */
export default scenario({
  title: 'a restart when all is said and done, after a batch of two tools',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
