import { gateway, model, scenario, user } from '../../harness/index.ts'

/** The first message of a session is kept from the moment it is accepted, not only with the first reply. */
export default scenario({
  title: 'SIGINT while the first reply of a session streams, then a restart',
  steps: [
    user.says('compare two companies'),
    model
      .calls('a', 'b')
      .saying('I look them up')
      .breaks({ kind: 'stall', pings: true, at: { call: 'a', after: 'start', nth: 1 } }),
    gateway.receives('SIGINT'),
    gateway.starts(),
  ],
})
