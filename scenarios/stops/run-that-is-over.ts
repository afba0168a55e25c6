import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A stop button that is pressed too late is for the run it stood beside: it stops nothing, and says so. */
export default scenario({
  title: 'the stop button for a run that is over, while the next one runs',
  steps: [
    user.says('compare two companies'),
    model.says('they differ'),
    client.seesReplyTo('compare two companies'),
    user.says('weigh two offers'),
    model.calls('a'),
    tool.holds('a'),
    user.aborts({ run: 'compare two companies', again: true }),
    tool.finishes('a'),
    model.says('the first one'),
  ],
})
