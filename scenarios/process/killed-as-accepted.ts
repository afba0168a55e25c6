import { gateway, scenario, user } from '../../harness/index.ts'

/** What a gateway has called accepted must outlive it, however soon it ends. */
export default scenario({
  title: 'SIGKILL right after a message is accepted, then a restart',
  steps: [user.says('compare two companies'), gateway.receives('SIGKILL'), gateway.starts()],
})
