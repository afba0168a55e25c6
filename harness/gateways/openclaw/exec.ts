import type { ToolCaller } from '../../../mock-provider/answer.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'

/** How long the gateway lets a gated tool hold when no time-out is asked for. */
const patientSeconds = 1_800

/**
 * The `exec` call that runs a gated tool. The argument for the time-out is `timeout` on older versions and `timeoutSeconds` since
 * 2026.9 (which refuses the old one), so it is taken from what the request offers. `null` when `exec` is not offered.
 */
export function execCaller(gate: readonly string[]): ToolCaller {
  return ({ tool, timeoutSeconds = patientSeconds }, callId, offered) => {
    const exec = offered.find(({ name }) => name === 'exec')
    if (exec === undefined) return null
    const command = [...gate, joinCall(callId, tool)].map(quote).join(' ')
    const limit = exec.parameters.includes('timeoutSeconds') ? 'timeoutSeconds' : 'timeout'
    return { name: 'exec', input: { command, [limit]: timeoutSeconds } }
  }
}
