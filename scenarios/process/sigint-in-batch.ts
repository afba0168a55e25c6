import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Ctrl-C in the middle of a batch must leave what SIGTERM leaves. */
export default scenario({
  title: 'SIGINT in the middle of a batch, then a restart',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGINT'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
