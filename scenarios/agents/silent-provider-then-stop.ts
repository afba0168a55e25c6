import { model, scenario, tool, user } from '../../harness/index.ts'

/** A provider that takes the results and never says a word must not keep the session: a stop ends the wait, and the next message is answered. */
export default scenario({
  title: 'the provider takes the results of a batch and stays silent until a stop',
  issue: 'openai/codex#30526',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ', { fault: { kind: 'stall', pings: false, at: { write: 0 } } }),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
