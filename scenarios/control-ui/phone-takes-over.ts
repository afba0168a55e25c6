import { model, scenario, tool, user } from '../../harness/index.ts'

/** What another device says and stops must show on the page too. */
export default scenario({
  title: 'page: another device stops the batch and goes on',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.stops({ client: 'phone' }),
    user.says('still there?', { client: 'phone' }),
    model.says('yes, here'),
  ],
})
