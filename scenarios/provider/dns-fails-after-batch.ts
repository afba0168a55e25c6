import { model, network, scenario, tool, user } from '../../harness/index.ts'

/** A network that fails between the tools and the answer must cost neither. */
export default scenario({
  title: "the vendor's names are not resolved after a batch, and then are again",
  gateway: { route: 'vendor' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    network.fails('dns'),
    tool.finishes('b'),
    network.recovers(),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
