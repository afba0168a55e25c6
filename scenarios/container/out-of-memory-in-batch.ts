import { container, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** The kernel kills the largest process when the memory is used up, which is the gateway: as SIGKILL, and its tools die with it. */
export default scenario({
  title: 'the container runs out of memory in a batch, and the gateway is started again',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.runsOutOfMemory(),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
