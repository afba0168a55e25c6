import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A laptop that sleeps in the middle of a batch must wake up with the batch whole, also with the tool that ended meanwhile. */
export default scenario({
  title: 'the gateway is stopped (SIGSTOP) while a tool ends, and goes on',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGSTOP'),
    tool.finishesLate('b'),
    gateway.receives('SIGCONT'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
