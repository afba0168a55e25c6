import { model, scenario, tool, user } from '../../harness/index.ts'

/** An MCP server that dies in a call must leave a result, and be there again for the next call. */
export default scenario({
  title: 'an MCP server dies in a call, and is asked again',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('m', { mcp: true })),
    tool.finishes('a'),
    tool.dies('m'),
    model.calls(tool.call('n', { mcp: true })),
    tool.finishes('n'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
