import { auth, client, model, scenario, tool, user } from '../../harness/index.ts'

/** The token that all clients share is changed while a run goes on: the run is as it would have been, and only the new token opens. */
export default scenario({
  title: "the gateway's token is rotated during a batch of two",
  issue: 'openclaw/openclaw#70555',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    auth.rotates('gateway-token'),
    tool.finishesLate('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
    client.reconnects({ client: 'phone', shows: 'old-gateway-token' }),
    user.says('and now?'),
    model.says('now too'),
  ],
})
