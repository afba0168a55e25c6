import type { ToolCaller } from '../../../mock-provider/answer.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'

/** The `bash` call that runs a gated tool, which has no time-out unless one is asked for; `null` when the request does not offer it. */
export function execCaller(gate: readonly string[]): ToolCaller {
  return ({ tool, mcp, native, timeoutSeconds }, callId, offered) => {
    if (native !== undefined) return null
    const name = mcp ? offered.find((one) => /gatecrash.*hold$/.test(one.name))?.name : 'bash'
    if (name === undefined || !offered.some((one) => one.name === name)) return null
    const call = joinCall(callId, tool)
    if (mcp) return { name, input: { call } }
    const command = [...gate, call].map(quote).join(' ')
    return { name, input: timeoutSeconds === undefined ? { command } : { command, timeout: timeoutSeconds } }
  }
}
