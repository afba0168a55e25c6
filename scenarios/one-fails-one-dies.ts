import { model, scenario, tool, user } from '../harness/index.ts'

/** Each call has the result of its own tool, whatever becomes of the others. */
export default scenario({
  title: 'of three parallel tools one finishes, one fails and one dies by SIGKILL',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.holds('c'),
    tool.finishes('a'),
    tool.fails('b'),
    tool.dies('c'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
