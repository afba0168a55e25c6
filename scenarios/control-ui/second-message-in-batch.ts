import { model, scenario, tool, user } from '../../harness/index.ts'

/** A message that the page keeps while a batch runs must be sent and shown once when the batch was stopped. */
export default scenario({
  title: 'page: a message during a batch, then the stop button',
  issue: 'openclaw/openclaw#155451',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and the third?'),
    user.aborts(),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
