import { model, scenario, tool, user } from '../../harness/index.ts'

/** An MCP server that dies in a call must leave a result, and be there again for the next message. */
export default scenario({
  title: 'an MCP server dies in a call, and is asked again',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('m', { mcp: true })),
    tool.finishes('a'),
    tool.dies('m'),
    model.says('one of them'),
    user.says('try again'),
    model.calls(tool.call('n', { mcp: true })),
    tool.finishes('n'),
    model.says('they differ'),
  ],
})
