import { model, scenario, tool, user } from '../../harness/index.ts'

/** A request that fails for billing is one session's until another is refused too: the batch of that one has its follow-up. */
export default scenario({
  title: 'a billing error in one session while another runs two parallel tools',
  issue: 'openclaw/openclaw#70903',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.says('wish me a good morning', { session: 'side' }),
    model.says('good morning to you', { fault: { kind: 'status', failure: 'billing' } }),
    tool.finishes('b'),
    model.says('they are alike', { session: 'main' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
