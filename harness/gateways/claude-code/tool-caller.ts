import type { ToolCaller } from '../../../mock-provider/answer.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'
import { holdCaller } from '../hold-caller.ts'

/**
 * The call of the MCP server's tool, which runs beside others; of a call with a time-out, which that tool has none of, the `Bash` call that
 * runs the gate. `null` when it is not offered.
 */
export function toolCaller(gate: readonly string[]): ToolCaller {
  return (called, callId, offered) => {
    const { tool, native, timeoutSeconds } = called
    if (timeoutSeconds === undefined || native !== undefined) return holdCaller(called, callId, offered)
    if (!offered.some(({ name }) => name === 'Bash')) return null
    const command = [...gate, joinCall(callId, tool)].map(quote).join(' ')
    return { name: 'Bash', input: { command, description: `Runs ${tool}`, timeout: timeoutSeconds * 1_000 } }
  }
}
