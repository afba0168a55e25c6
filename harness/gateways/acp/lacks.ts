import type { Need } from '../../need.ts'
import type { Preset } from './preset.ts'

/** What every agent has that is driven through the protocol. */
const common: readonly Need[] = ['mcp', 'streaming', 'gentle-stop', 'state-copy']

/** Why an agent cannot do what a scenario needs; nothing when it can. The protocol knows one client, turns and a stop. */
export function lacksOf(
  need: Need,
  {
    name,
    inTurn,
    leavesTools,
    whileBusy,
    store,
  }: Pick<Preset, 'name' | 'inTurn' | 'leavesTools' | 'whileBusy' | 'store'>,
): string | undefined {
  if (common.includes(need) || need === `while-busy-${whileBusy}`) return undefined
  if (need === 'parallel-tools') return inTurn ? `${name} runs the calls of a reply one after another` : undefined
  if (need === 'stop-ends-tools')
    return leavesTools ? `${name} tells no MCP server that its call is cancelled` : undefined
  if (need === 'store') return store === undefined ? `nobody here can read the store of ${name}` : undefined
  if (need === 'history') return `${name} shows no history through the Agent Client Protocol`
  if (need === 'resumes') return `${name} asks the model for nothing by itself after a start`
  return `${name} is driven through the Agent Client Protocol, which has no "${need}"`
}
