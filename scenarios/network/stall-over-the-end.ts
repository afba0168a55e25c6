import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A half-open connection must not hold up the run, and what was said meanwhile must arrive once when it goes on. */
export default scenario({
  title: 'the connection stalls in the middle of a batch and goes on after the answer',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.stalls(),
    tool.finishes('b'),
    model.says('they differ'),
    client.goesOn(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
