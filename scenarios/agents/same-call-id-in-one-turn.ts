import { model, scenario, tool, user } from '../../harness/index.ts'

/** A model that repeats the id of a finished call in the same turn must not make the tool run again and again, nor the history invalid. */
export default scenario({
  title: 'the model calls again with the id of a call that has finished in the same turn',
  issue: 'anomalyco/opencode#33361',
  steps: [
    user.says('compare two companies'),
    model.calls('a'),
    tool.finishes('a'),
    model.calls('b').withIdsOf('a'),
    user.says('still there?'),
  ],
})
