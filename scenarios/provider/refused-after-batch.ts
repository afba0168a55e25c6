import { model, provider, scenario, tool, user } from '../../harness/index.ts'

/** A provider that is gone for a moment between the tools and the answer must cost neither. */
export default scenario({
  title: 'the provider refuses connections after a batch, and returns',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    provider.refuses(),
    tool.finishes('b'),
    provider.returns(),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
