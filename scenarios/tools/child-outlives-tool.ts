import { model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that has ended and left a child with its output open, such as a server, must give its result when its time is over at the latest. */
export default scenario({
  title: 'a tool ends and leaves a child that holds its output open',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('b', { timeoutSeconds: 5 })),
    tool.finishes('a'),
    tool.resists('b', 'child'),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
