import type { ToolCaller } from '../../../mock-provider/answer.ts'
import type { OfferedTool } from '../../../mock-provider/dialect.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'

/** How long the gateway lets a gated tool hold when no time-out is asked for. */
const patientSeconds = 1_800

/**
 * The `exec` call that runs a gated tool. The argument for the time-out is `timeout` on older versions and `timeoutSeconds` since
 * 2026.9 (which refuses the old one), so it is taken from what the request offers. `null` when `exec` is not offered.
 */
export function execCaller(gate: readonly string[]): ToolCaller {
  return ({ tool, mcp, timeoutSeconds = patientSeconds }, callId, offered) => {
    if (mcp) return mcpCall(joinCall(callId, tool), offered)
    const exec = offered.find(({ name }) => name === 'exec')
    if (exec === undefined) return null
    const command = [...gate, joinCall(callId, tool)].map(quote).join(' ')
    const limit = exec.parameters.includes('timeoutSeconds') ? 'timeoutSeconds' : 'timeout'
    return { name: 'exec', input: { command, [limit]: timeoutSeconds } }
  }
}

/** The call of the MCP server's tool, which OpenClaw offers as `<server>__<tool>`. */
function mcpCall(call: string, offered: readonly OfferedTool[]): ReturnType<ToolCaller> {
  const hold = offered.find(({ name }) => /gatecrash.*hold$/.test(name))
  return hold === undefined ? null : { name: hold.name, input: { call } }
}
