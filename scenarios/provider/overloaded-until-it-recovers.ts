import { client, model, provider, scenario, tool, user } from '../../harness/index.ts'

/** A provider that stays overloaded must be asked again with patience, and its answer must come once it is well. */
export default scenario({
  title: 'the provider is overloaded after a batch until it recovers',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike', { fault: { kind: 'status', failure: 'overloaded', times: 100 } }),
    provider.recovers({ after: 2 }),
    client.seesReplyTo('compare two companies'),
  ],
})
