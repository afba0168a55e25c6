import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** A network that drops packets is slow, and nothing else: nothing may be lost, and nothing sent twice. */
export default scenario({
  title: 'three of ten packets are lost from the middle of a batch on',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.losesPackets(),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
