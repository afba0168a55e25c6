import type { ToolCaller } from '../../mock-provider/answer.ts'
import { joinCall } from '../tools/call.ts'

/**
 * The call of our MCP server's tool, whatever a gateway puts before its name (`gate_hold`, `mcp__gate__hold`, `gate-hold`). `null` where a
 * request does not offer it, and for tools of a gateway's own.
 */
export const holdCaller: ToolCaller = ({ tool, native }, callId, offered) => {
  const hold = offered.find(({ name }) => /(^|[_:-])hold$/.test(name))
  if (hold === undefined || native !== undefined) return null
  return { name: hold.name, input: { call: joinCall(callId, tool) } }
}
