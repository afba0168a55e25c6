import { model, scenario, tool, user } from '../../harness/index.ts'

/** A request that the provider fails for a while is one session's: it is made again, a third one asks for itself, and the batch of another is untouched. */
export default scenario({
  title: '529 in one session while another runs two parallel tools',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.says('wish me a good morning', { session: 'side' }),
    model.says('good morning to you', { fault: { kind: 'status', failure: 'overloaded' } }),
    tool.finishes('b'),
    user.says('list two cities', { session: 'third' }),
    model.says('Paris and Rome'),
    model.says('they are alike', { session: 'main' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
