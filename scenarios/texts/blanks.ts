import { model, scenario, user } from '../../harness/index.ts'

/** A reply of nothing but blanks says nothing: the person is told so, and no API takes it back as a part of the history. */
export default scenario({
  title: 'the model answers with blanks',
  steps: [user.says('compare three companies'), model.says('   '), user.says('still there?'), model.says('yes')],
})
