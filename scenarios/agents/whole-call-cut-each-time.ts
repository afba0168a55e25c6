import { model, provider, scenario, tool, user } from '../../harness/index.ts'

/** A call that came whole may run before its reply has ended. When the stream breaks each time, it must still run once, and the retries must end. */
export default scenario({
  title: 'the stream is cut right after a whole call, three times',
  issue: 'anomalyco/opencode#32286',
  steps: [
    user.says('compare two companies'),
    model.calls('a').breaks({ kind: 'cut', by: 'fin', at: { call: 'a', after: 'end', nth: 1 }, times: 3 }),
    provider.recovers({ after: 3 }),
    tool.finishes('a'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
