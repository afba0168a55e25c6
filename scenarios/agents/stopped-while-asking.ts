import { model, permission, scenario, tool, user } from '../../harness/index.ts'

/** A stop while a permission is open must close it: a session that waits for the answer for ever takes no message any more. */
export default scenario({
  title: '/stop while the person is asked about the second of two calls',
  issue: 'aaif-goose/goose#11651',
  gateway: { asksFirst: true },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    user.allows('a'),
    tool.finishes('a'),
    permission.isAsked('b'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
