import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** What a tool has started must end with the gateway that ran it, also a child that does not heed SIGTERM. */
export default scenario({
  title: 'a tool and its child run, the child ignores SIGTERM, and the gateway gets SIGTERM',
  issue: 'earendil-works/pi#8225',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.resists('b', 'child'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
