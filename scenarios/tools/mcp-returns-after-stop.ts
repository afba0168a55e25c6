import { model, scenario, tool, user } from '../../harness/index.ts'

/** What an MCP server returns after the stop must not come into the history a second time. */
export default scenario({
  title: 'an MCP server that heeds no cancellation returns after /stop',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('m', { mcp: true })),
    tool.holds('a'),
    tool.resists('m', 'ignores'),
    user.stops(),
    tool.finishesLate('m'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
