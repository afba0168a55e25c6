import { client, model, scenario, user } from '../../harness/index.ts'

/** A message that comes while the history is summarized is answered once, after it. */
export default scenario({
  title: 'a message while the model is asked for a summary',
  issue: 'earendil-works/pi#6820',
  steps: [
    user.says('wish me a good morning'),
    model.says('good morning to you'),
    user.says('name a river'),
    model.says('the Rhine'),
    client.seesReplyTo('name a river'),
    user.compacts({ until: 'accepted' }),
    user.says('still there?'),
    model.summarizes('a greeting and a river'),
  ],
})
