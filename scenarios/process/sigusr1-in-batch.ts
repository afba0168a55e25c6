import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** SIGUSR1 restarts an older OpenClaw in its process and starts the debugger of a newer one: the batch must survive both. */
export default scenario({
  title: 'SIGUSR1 in the middle of a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGUSR1'),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
