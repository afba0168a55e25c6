import type { Need } from '../../need.ts'

/** What Claude Code has, driven by its pipe. */
const had: readonly Need[] = [
  'mcp',
  'mcp-timeout',
  'tool-timeout',
  'streaming',
  'parallel-tools',
  'gentle-stop',
  'store',
  'transcript-lines',
  'state-copy',
  'while-busy-steer',
]

const lacking: Partial<Record<Need, string>> = {
  history: 'shows no history by its pipe',
  clients: 'has one client, at its own pipe',
  'client-network': 'is driven through its own pipe',
  resumes: 'asks the model for nothing by itself after a start',
  drain: 'ends what runs when it is told to exit',
}

/** Why Claude Code cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need): string | undefined {
  if (had.includes(need)) return undefined
  return `Claude Code ${lacking[need] ?? `has no "${need}" when it is driven through its own pipe`}`
}
