import { model, scenario, tool, user } from '../../harness/index.ts'

/** A stop that waits for the tools that run must keep all their results. */
export default scenario({
  title: '/stop --after-tools while one of two parallel tools still runs',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.stops({ when: 'after-tools' }),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
