import { model, scenario, tool, user } from '../../harness/index.ts'

/** A client that waits too long for an answer sends its message again; that must not ask the model, or run a tool, a second time. */
export default scenario({
  issue: 'openclaw/openclaw#126680',
  title: 'a message is sent again with the same key, in its batch and after its answer',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.repeats(),
    tool.finishes('b'),
    model.says('they are alike'),
    user.repeats(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
