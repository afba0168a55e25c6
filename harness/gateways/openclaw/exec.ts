import type { ToolCaller } from '../../../mock-provider/answer.ts'
import type { OfferedTool } from '../../../mock-provider/dialect.ts'
import type { NativeTool } from '../../../mock-provider/script.ts'
import { own } from '../../own.ts'
import { quote } from '../../quote.ts'
import { joinCall } from '../../tools/call.ts'

/** How long the gateway lets a gated tool hold when no time-out is asked for. */
const patientSeconds = 1_800

/**
 * The `exec` call that runs a gated tool. The argument for the time-out is `timeout` on older versions and `timeoutSeconds` since
 * 2026.9 (which refuses the old one), so it is taken from what the request offers. `null` when `exec` is not offered.
 */
export function execCaller(gate: readonly string[]): ToolCaller {
  return ({ tool, mcp, native, task, timeoutSeconds = patientSeconds }, callId, offered) => {
    if (native !== undefined) return ownCall(native, task, offered)
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

/**
 * Calls of OpenClaw's own tools that call back into the gateway, each with arguments that change as little as can be. A message is sent to
 * the main session, which is the one that may be written to in every version.
 */
const ownCalls: Readonly<Record<NativeTool, NonNullable<ReturnType<ToolCaller>>>> = {
  'cron-list': { name: 'cron', input: { action: 'list' } },
  'cron-add': { name: 'cron', input: { action: 'add', job: job() } },
  'sessions-list': { name: 'sessions_list', input: {} },
  'sessions-send': {
    name: 'sessions_send',
    input: { sessionKey: 'agent:main:main', message: 'answer with one word', timeoutSeconds: 0 },
  },
  'sessions-spawn': { name: 'sessions_spawn', input: { task: 'answer with one word' } },
  'sessions-yield': { name: 'sessions_yield', input: {} },
}

/** A job that is never due in a run. */
function job(): Record<string, unknown> {
  return {
    name: 'gatecrash',
    schedule: { kind: 'at', at: '2099-01-01T00:00:00Z' },
    sessionTarget: 'isolated',
    wakeMode: 'next-heartbeat',
    payload: { kind: 'agentTurn', message: 'never said' },
  }
}

/** `cron` is called `automations` on 2026.9 (docs, gateway/config-tools/tool-policy). */
const laterNames: Readonly<Record<string, string>> = { cron: 'automations' }

function ownCall(
  native: NativeTool,
  task: string | undefined,
  offered: readonly OfferedTool[],
): ReturnType<ToolCaller> {
  const { name, input } = ownCalls[native]
  const found = offered.find((tool) => tool.name === name || tool.name === own(laterNames, name))
  return found === undefined ? null : { name: found.name, input: task === undefined ? input : { ...input, task } }
}
