import { model, scenario, tool, user } from '../../harness/index.ts'

/** A call of an MCP server that is never answered must end by the time-out and have a result. */
export default scenario({
  title: 'an MCP server hangs past the time-out',
  gateway: { mcpTimeoutSeconds: 3 },
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('m', { mcp: true })),
    tool.finishes('a'),
    tool.timesOut('m'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
