import type { ToolCaller } from '../../../mock-provider/answer.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'

/** As long as it lets a command run before it goes on without its end (`yield_time_ms`, at most 30 s). */
const longestMs = 30_000

/** The `exec_command` call that runs a gated tool; `null` when the request does not offer it. */
export function execCaller(gate: readonly string[]): ToolCaller {
  return ({ tool, mcp, native }, callId, offered) => {
    if (mcp || native !== undefined || !offered.some(({ name }) => name === 'exec_command')) return null
    const cmd = [...gate, joinCall(callId, tool)].map(quote).join(' ')
    return { name: 'exec_command', input: { cmd, yield_time_ms: longestMs } }
  }
}
