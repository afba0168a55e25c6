import { gateway, model, scenario, user } from '../../harness/index.ts'

/**
 * A message and the end of an answer that reach the gateway together, in either order: it finds both when its event loop goes on, so that
 * the message comes as the run looks for the last time for what else there is.
 */
export default scenario({
  title: 'four times a message comes in the same moment as the end of an answer',
  issue: 'openclaw/openclaw#125035',
  gateway: { whileBusy: 'steer' },
  steps: ['one', 'two'].flatMap((word) => [
    user.says(`question ${word}`),
    model.thinks(),
    gateway.blocks(1_500),
    model.says(`answer ${word}`),
    user.says(`addition ${word}`),
    model.says(`more ${word}`),
    user.says(`question again ${word}`),
    model.thinks(),
    gateway.blocks(1_500),
    user.says(`addition again ${word}`),
    model.says(`answer again ${word}`, { to: `question again ${word}` }),
    model.says(`more again ${word}`),
  ]),
})
