import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** The first summary is made while a tool runs. The second must not come between that call and its result. */
export default scenario({
  title: '/compact while a tool runs, two more turns, and /compact again',
  issue: 'earendil-works/pi#8667',
  steps: [
    user.says('wish me a good morning'),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.compacts(),
    user.says('name a river'),
    model.says('the Rhine'),
    user.says('name a lake'),
    model.says('Lake Constance'),
    client.seesReplyTo('name a lake'),
    user.compacts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
