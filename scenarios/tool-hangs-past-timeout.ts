import { model, scenario, tool, user } from '../harness/index.ts'

/** A tool that the gateway ends by its own time-out must still get a result, beside those of the tools that finished. */
export default scenario({
  title: 'one of three parallel tools hangs past its time-out',
  issue: 'openclaw/openclaw#28661',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', tool.call('c', { timeoutSeconds: 6 })),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.timesOut('c'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
