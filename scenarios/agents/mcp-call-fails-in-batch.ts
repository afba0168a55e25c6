import { model, scenario, tool, user } from '../../harness/index.ts'

/** A call that an MCP server refuses has a result like the others, or every later request is invalid. */
export default scenario({
  title: 'of two parallel calls one finishes, and the one of the MCP server fails',
  issue: 'anomalyco/opencode#44852',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('m', { mcp: true })),
    tool.finishes('a'),
    tool.fails('m'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
