import { model, scenario, tool, user } from '../../harness/index.ts'

/** Bytes that are no text must not make the store or the next request unreadable. */
export default scenario({
  title: 'one of two parallel tools returns invalid UTF-8',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.garbles('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
