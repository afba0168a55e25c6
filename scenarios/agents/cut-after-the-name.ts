import { model, scenario, tool, user } from '../../harness/index.ts'

/** Of a call only the name has come: it must not be kept as a call with empty arguments, nor leave the session waiting for it. */
export default scenario({
  title: 'the stream is cut after the name of a call, before its arguments',
  issue: 'anomalyco/opencode#27871',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').cutAfter('b', 'start'),
    tool.finishes('a'),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
