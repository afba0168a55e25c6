import { client, container, model, scenario, tool, user } from '../../harness/index.ts'

/** A host that stands still for a while must not cost the results of tools that have finished, nor the client its reply. */
export default scenario({
  title: 'the container is paused in a batch, and its client is cut off meanwhile',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.pauses(),
    client.disconnects({ by: 'rst' }),
    container.goesOn(),
    client.reconnects(),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
