import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** A real full disk, under every process of the gateway: what cannot be written must be lost visibly, if at all. */
export default scenario({
  title: 'the disk of the state is really full while a tool finishes, and has room again',
  gateway: { diskMb: 64 },
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.diskFills(),
    tool.finishes('b'),
    container.diskEmpties(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
