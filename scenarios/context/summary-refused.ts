import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A summary that the model cannot give must leave the history as it is; one that it gives later must not cost what the batch returned. */
export default scenario({
  title: 'the provider is overloaded as the gateway asks it for a summary',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    client.seesReplyTo('compare two companies'),
    user.compacts({ until: 'accepted' }),
    model.summarizes('two companies were compared', { fault: { kind: 'status', failure: 'overloaded' } }),
  ],
})
