import type { Need } from '../../need.ts'

const lacking: Partial<Record<Need, string>> = {
  agents: 'has one agent',
  'stop-after-tools': 'stops at once only',
  'early-port': 'is ready when it listens',
  drain: 'ends what runs when it is told to exit',
  'gentle-stop': 'kills tools at once',
  page: 'serves no page',
  mcp: 'runs no MCP servers',
  'mcp-timeout': 'runs no MCP servers',
  'plugin-restart': 'has no plugins',
  'own-tools': 'has no tool but a command',
  'event-loop': 'cannot be blocked from outside',
  refusals: 'does not tell of refused connections',
  'model-summaries': 'summarizes a history itself',
  reset: 'throws no history away',
  config: 'reads its configuration at its start only',
  'heals-damage': 'refuses a history that was damaged',
  conditions: 'has a disk and a clock that stay as they are',
  database: 'has no database',
  'transcript-files': 'has no lock files',
  'gateway-token': 'gives each device a token of its own',
  scopes: 'lets a device do all or nothing',
  'while-busy-steer': 'answers one message after another',
  'while-busy-collect': 'answers one message after another',
  'while-busy-interrupt': 'answers one message after another',
  another: 'is started once at a time',
  'shared-state': 'has a state that is its own',
  'small-disk': 'has a store that is not read from a disk of its own',
  'vendor-hosts': 'asks the model at the address in its configuration only',
}

/** What the reference gateway cannot do, since it is to be small. */
export function lacks(need: Need): string | undefined {
  const why = lacking[need]
  return why === undefined ? undefined : `the reference gateway ${why}`
}
