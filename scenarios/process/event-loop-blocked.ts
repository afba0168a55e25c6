import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A gateway that is deaf for seconds while its tools end must still have every result. */
export default scenario({
  title: "the gateway's event loop is blocked while a tool ends",
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    gateway.blocks(3_000),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
