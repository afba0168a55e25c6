import { client, model, page, scenario, tool, user } from '../../harness/index.ts'

/** A page whose clock is set right by hours in a batch, and which then has to connect anew. */
export default scenario({
  title: 'page: its clock jumps 3 hours back in a batch, and its connection is cut',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    page.clockJumps(-3),
    client.disconnects(),
    tool.finishes('b'),
    model.says('both alike'),
    user.says('still there?', { session: 'side', client: 'phone' }),
    model.says('yes, here'),
  ],
})
