import { model, scenario, user } from '../../harness/index.ts'

/** What the model had said by then may be kept, once, and in its place; the session is free after the abort. */
export default scenario({
  title: 'an abort while a reply streams that has said something and begun a call',
  issue: 'openclaw/openclaw#82382',
  steps: [
    user.says('compare two companies'),
    model
      .calls('a', 'b')
      .saying('I look them up')
      .breaks({ kind: 'stall', pings: true, at: { call: 'a', after: 'start', nth: 1 } }),
    user.aborts(),
  ],
})
