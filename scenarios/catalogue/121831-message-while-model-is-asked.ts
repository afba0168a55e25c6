import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * A message that comes while the model is asked must not end the run, nor be forgotten. The other session gives the gateway the
 * time to do with the message what it does, before the model answers.
 */
export default scenario({
  title: 'a second message while the model is asked for what follows a batch',
  issue: 'openclaw/openclaw#121831',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.thinks(),
    user.says('and list two cities'),
    user.says('name a river', { session: 'side' }),
    model.says('the Rhine'),
    model.says('they differ', { to: 'compare two companies' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
