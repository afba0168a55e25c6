import { model, scenario, tool, user } from '../../harness/index.ts'

/** A request that the provider fails for a while is one session's: it is made again, and the batch of another is untouched. */
export default scenario({
  title: '429 in one session while another runs two parallel tools, signed in by OAuth',
  gateway: { signIn: 'oauth' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.says('wish me a good morning', { session: 'side' }),
    model.says('good morning to you', { fault: { kind: 'status', failure: 'rate-limit' } }),
    tool.finishes('b'),
    model.says('they are alike', { session: 'main' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
