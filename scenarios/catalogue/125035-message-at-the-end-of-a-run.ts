import { model, scenario, user } from '../../harness/index.ts'

const at = ['one', 'two', 'three', 'four', 'five', 'six']

/** A message that comes as a run ends belongs to it or to a run of its own, and is answered either way. */
export default scenario({
  title: 'six times a message comes as the last bytes of an answer leave',
  issue: 'openclaw/openclaw#125035',
  gateway: { whileBusy: 'steer' },
  steps: at.flatMap((word) => [
    user.says(`question ${word}`),
    model.says(`answer ${word}`),
    user.says(`addition ${word}`),
    model.says(`more ${word}`),
  ]),
})
