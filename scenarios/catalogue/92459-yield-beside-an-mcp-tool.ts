import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * A session that yields ends its run at once. A tool of that run that heeds no end must not keep the session's lock, neither while it
 * goes on nor when it returns. The time-out in the other session gives the gateway the time to give up waiting for it (2 s).
 */
export default scenario({
  title: 'the session yields beside an MCP tool that heeds no cancellation',
  issue: 'openclaw/openclaw#92459',
  steps: [
    user.says('compare two companies'),
    model
      .calls(tool.call('m', { mcp: true }), tool.call('yield', { native: 'sessions-yield' }))
      .saying('I wait for it'),
    tool.resists('m', 'ignores'),
    tool.answers('yield'),
    user.says('list two cities', { session: 'side' }),
    model.calls(tool.call('slow', { timeoutSeconds: 4 })),
    tool.timesOut('slow'),
    model.says('Paris and Rome', { session: 'side' }),
    tool.finishesLate('m'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
