import { model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that the system kills must get a result, beside that of the tool that finished. */
export default scenario({
  title: 'one of two parallel tools dies by SIGKILL',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.dies('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
