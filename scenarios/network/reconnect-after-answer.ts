import { client, model, scenario, user } from '../../harness/index.ts'

/** A client that comes back must not be told again of what it was told before. */
export default scenario({
  title: "the client's connection drops after an answer, and it reconnects",
  steps: [
    user.says('compare two companies'),
    model.says('they differ'),
    user.says('and which is older?'),
    model.says('the first one'),
    client.disconnects(),
    client.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
