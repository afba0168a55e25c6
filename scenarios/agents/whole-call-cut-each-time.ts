import { model, scenario, tool, user } from '../../harness/index.ts'

/** A call that came whole may be run although its reply has broken off, or be asked for again. Either way it runs once, and the retries end. */
export default scenario({
  title: 'the stream is cut right after a whole call, up to three times',
  issue: 'anomalyco/opencode#32286',
  steps: [
    user.says('compare two companies'),
    model.calls('a').breaks({ kind: 'cut', by: 'fin', at: { call: 'a', after: 'end', nth: 1 }, times: 3 }),
    tool.finishes('a'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
