import { model, scenario, tool, user } from '../harness/index.ts'

/** A reply that breaks off inside a call must not be kept as if it had been made: no half call is run or left without a result. */
export default scenario({
  title: 'the stream is cut inside the second of three parallel calls',
  issue: 'openclaw/openclaw#28661',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').cutAfter('b', 'input', 2),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.finishes('c'),
  ],
})
