import { model, scenario, user } from '../../harness/index.ts'

/** What the person has seen of an answer is part of the conversation, also when a summary is asked for in the middle of it. */
export default scenario({
  title: '/compact in the middle of an answer',
  steps: [
    user.says('good morning'),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.says('they are alike, and the second one is larger', {
      fault: { kind: 'stall', pings: false, at: { text: 'middle' } },
    }),
    user.compacts(),
  ],
})
