import { model, scenario, tool, user } from '../../harness/index.ts'

/** Nothing goes wrong here: what a command returns reaches the model. */
export default scenario({
  title: 'a command in a fresh session returns its result',
  issue: 'openclaw/openclaw#67896',
  steps: [
    user.says('what does it say?'),
    model.calls('a'),
    tool.finishes('a'),
    model.says('it says so'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
