import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A reply that comes slowly is still coming: a gateway that gave it up for the time it takes would ask for it for ever. */
export default scenario({
  title: 'the answer trickles for many seconds',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ a lot', { fault: { kind: 'trickle', bytes: 250, everyMs: 700 } }),
    client.seesReplyTo('compare two companies'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
