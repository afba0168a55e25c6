import { model, scenario, tool, user } from '../harness/index.ts'

/** A stop is for one session: what another one runs goes on, and its answer comes. */
export default scenario({
  title: '/stop in one session while another runs two parallel tools',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('weigh two offers', { session: 'side' }),
    model.calls('c', 'd'),
    tool.finishes('c'),
    tool.holds('d'),
    user.stops(),
    tool.finishes('d'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
