import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * An MCP server that dies in a call must leave a result, and be there again. 2026.9.6 starts it with the next message ("next request
 * reconnects"), whose own calls may come before it is up and are answered so; hence the message between.
 */
export default scenario({
  title: 'an MCP server dies in a call, and is asked again',
  steps: [
    user.says('compare two companies'),
    model.calls('a', tool.call('m', { mcp: true })),
    tool.finishes('a'),
    tool.dies('m'),
    model.says('one of them'),
    user.says('wait a moment'),
    model.says('I do'),
    user.says('try again'),
    model.calls(tool.call('n', { mcp: true })),
    tool.finishes('n'),
    model.says('they differ'),
  ],
})
