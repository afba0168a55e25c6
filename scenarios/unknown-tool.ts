import { model, scenario, tool, user } from '../harness/index.ts'

/** A call of a tool that the gateway does not have needs a result like any other. */
export default scenario({
  title: 'one of two parallel calls is of a tool that is not there',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('b', { unknown: true })),
    tool.finishes('a'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
