import { model, scenario, tool, user } from '../../harness/index.ts'

/** A stop must end what the tool has started too, and must not wait for it for ever. */
export default scenario({
  title: '/stop, and the tool has a child that ignores SIGTERM',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.resists('b', 'child'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
