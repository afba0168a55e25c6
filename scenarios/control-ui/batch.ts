import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** Nothing goes wrong: what the page shows in the end is what is stored. */
export default scenario({
  title: 'page: a batch of two parallel tools, and a second message',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('both alike'),
    client.seesReplyTo('compare two companies'),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
