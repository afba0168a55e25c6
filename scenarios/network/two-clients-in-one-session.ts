import { model, scenario, tool, user } from '../../harness/index.ts'

/** A person goes on from the phone in the middle of a batch: both messages are answered, and no result is lost. */
export default scenario({
  title: 'a second client says something in the same session in the middle of a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.says('and list two cities', { client: 'phone' }),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
