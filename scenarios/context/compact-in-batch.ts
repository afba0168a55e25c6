import { model, scenario, tool, user } from '../../harness/index.ts'

/** A history that is summarized while a batch runs must keep what the batch has returned, or end the batch in the open. */
export default scenario({
  title: '/compact while one of two parallel tools still runs',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.compacts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
