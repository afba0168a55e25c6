import { model, scenario, tool, user } from '../../harness/index.ts'

/** Some models count their calls from one in every reply. Two calls with one id in a history would make every later request invalid. */
export default scenario({
  title: 'a call has the id of an earlier call of its session',
  steps: [
    user.says('look one company up'),
    model.calls('a'),
    tool.finishes('a'),
    model.says('it is old'),
    user.says('look another one up'),
    model.calls('b').withIdsOf('a'),
    user.says('still there?'),
  ],
})
