import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** A power cut leaves half a line at the end of a file: what stands before it must still be there, and what comes after it readable. */
export default scenario({
  title: 'started on a transcript that ends inside a line',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.holds('cut-line'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
