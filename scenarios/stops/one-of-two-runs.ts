import { client, message, model, scenario, tool, user } from '../../harness/index.ts'

/** A stop of a message that waits must end that one only: what runs in the same session goes on to its answer. */
export default scenario({
  title: 'the stop button for a message that waits behind a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a'),
    tool.holds('a'),
    user.says('and look at a fourth'),
    message.waits('and look at a fourth'),
    user.aborts({ run: 'and look at a fourth' }),
    tool.finishes('a'),
    model.says('they are alike', { to: 'compare three companies' }),
    client.seesReplyTo('compare three companies'),
  ],
})
