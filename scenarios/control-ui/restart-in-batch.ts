import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** The gateway dies under a page and comes back: the page must not stay busy with what is gone. */
export default scenario({
  title: 'page: the gateway is killed in a batch and starts again',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
