import { model, scenario, user } from '../../harness/index.ts'

/** A call that comes after the stop, in a stream that nobody wants any more, must not be run. The slow answer of the side session gives it the time to come. */
export default scenario({
  title: 'a stop while the model thinks, and the call arrives after it in the same stream',
  issue: 'openai/codex#29439',
  steps: [
    user.says('compare two companies'),
    model.calls('a').breaks({ kind: 'pause', ms: 1_500, at: { write: 1 } }),
    user.stops(),
    user.says('name a river', { session: 'side' }),
    model.says('the Rhine', { fault: { kind: 'late', ms: 2_500 } }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
