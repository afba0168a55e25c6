import { model, scenario, tool, user } from '../../harness/index.ts'

/** A summary takes the place of what is old, and of nothing that a person has said since, nor of a result that was not seen yet. */
export default scenario({
  title: '/compact after two turns, while one of two parallel tools still runs',
  steps: [
    user.says('wish me a good morning'),
    model.says('good morning to you'),
    user.says('name a river'),
    model.says('the Rhine'),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.compacts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
