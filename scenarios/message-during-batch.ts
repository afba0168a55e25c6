import { model, scenario, tool, user } from '../harness/index.ts'

/** A message that comes while tools run waits for them or joins them; it is neither lost nor put between a call and its result. */
export default scenario({
  title: 'a second message in the middle of a batch of three tools',
  issue: 'openclaw/openclaw#70555',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and look at a fourth'),
    tool.finishes('b'),
    tool.finishes('c'),
  ],
})
