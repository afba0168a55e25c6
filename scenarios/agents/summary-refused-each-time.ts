import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A summary that the provider refuses for good must not be asked for without end, and must cost neither the history nor the next message. */
export default scenario({
  title: 'the provider refuses every request for a summary',
  issue: 'github/copilot-cli#4663',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    client.seesReplyTo('compare two companies'),
    user.compacts({ until: 'accepted' }),
    model.summarizes('two companies', { fault: { kind: 'status', failure: 'invalid-request', times: 100 } }),
  ],
})
