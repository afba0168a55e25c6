import { gateway, model, scenario, user } from '../../../../harness/index.ts'

/** session main: call b has no stored result */
export default scenario({
  title: 'SIGINT at main, message 1, request 1: b end 1',
  steps: [
    user.says('compare three companies'),
    model.calls('b').breaks({ kind: 'stall', pings: false, at: { call: 'b', after: 'end', nth: 1 } }),
    gateway.receives('SIGINT'),
    gateway.starts(),
  ],
})
