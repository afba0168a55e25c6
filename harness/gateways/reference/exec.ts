import type { ToolCaller } from '../../../mock-provider/answer.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'

/** The `exec` call that runs a gated tool; `null` when the request does not offer it. */
export function execCaller(gate: readonly string[]): ToolCaller {
  return ({ tool, timeoutSeconds = 1_800 }, callId, offered) => {
    if (!offered.some(({ name }) => name === 'exec')) return null
    return { name: 'exec', input: { command: [...gate, joinCall(callId, tool)].map(quote).join(' '), timeoutSeconds } }
  }
}
