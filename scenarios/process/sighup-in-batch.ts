import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A terminal that is closed in the middle of a batch must not cost the session. */
export default scenario({
  title: 'SIGHUP in the middle of a batch, then a restart',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGHUP'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
