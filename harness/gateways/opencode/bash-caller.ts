import type { ToolCaller } from '../../../mock-provider/answer.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'
import { holdCaller } from '../hold-caller.ts'

/** How long opencode lets a gated tool hold when no time-out is asked for. Seconds. */
const patientSeconds = 1_800

/** The `bash` call that runs a gated tool, or the call of the MCP server's tool; `null` when it is not offered. */
export function bashCaller(gate: readonly string[]): ToolCaller {
  return (called, callId, offered) => {
    const { tool, mcp, native, timeoutSeconds = patientSeconds } = called
    if (mcp) return holdCaller(called, callId, offered)
    if (native !== undefined || !offered.some(({ name }) => name === 'bash')) return null
    const command = [...gate, joinCall(callId, tool)].map(quote).join(' ')
    return { name: 'bash', input: { command, description: `runs ${tool}`, timeout: timeoutSeconds * 1_000 } }
  }
}
