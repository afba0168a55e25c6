import { client, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Several versions on one computer share a store, and a person who goes back to the older one comes back to the newer. */
export default scenario({
  title: 'a batch, a turn in an older version on the same store, and another in the newer one',
  issue: 'openai/codex#45150',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ'),
    client.seesReplyTo('compare two companies'),
    gateway.receives('SIGTERM'),
    gateway.starts('older'),
    user.says('still there?'),
    model.says('yes'),
    client.seesReplyTo('still there?'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
