import { join } from 'node:path'
import { lt } from 'semver'
import type { Place } from '../../driver.ts'

/** The folders and files of one gateway, all inside its run's folder. */
export type Layout = {
  readonly home: string
  readonly state: string
  readonly workspace: string
  readonly tmp: string
  readonly config: string
  readonly log: string
  readonly blocked: string
}

/** Where everything of a gateway lies. */
export function layoutOf({ folder, kept }: Place): Layout {
  const at = (name: string) => join(folder, name)
  return {
    home: at('home'),
    state: at('state'),
    workspace: at('workspace'),
    tmp: at('tmp'),
    config: at('openclaw.json'),
    log: join(kept, 'openclaw.log'),
    blocked: at('blocked.jsonl'),
  }
}

const model = {
  id: 'chaos-model',
  name: 'Chaos model',
  reasoning: false,
  input: ['text'],
  cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  contextWindow: 200_000,
  maxTokens: 8_192,
}

/**
 * A configuration that every version from 2026.1.29 on accepts: one provider, ours, and `exec` without questions.
 * `backgroundMs` keeps `exec` from answering "still running" for a gated tool that holds.
 */
export function configOf(
  version: string,
  place: Place,
  layout: Layout,
  port: number,
  token: string,
): Record<string, unknown> {
  const provider = { baseUrl: place.providerUrl, apiKey: 'gatecrash-no-key', api: place.api, models: [model] }
  return {
    gateway: { mode: 'local', port, bind: 'loopback', auth: { mode: 'token', token } },
    models: { mode: 'replace', providers: { chaos: provider } },
    agents: {
      defaults: { model: { primary: `chaos/${model.id}` }, workspace: layout.workspace, ...toldOfTools(version) },
    },
    tools: {
      exec: { host: 'gateway', security: 'full', ask: 'off', backgroundMs: 3_600_000 },
      ...offeredDirectly(version, place),
    },
    ...mcpOf(version, place),
    ...(place.settings.whileBusy === undefined ? {} : { messages: { queue: { mode: place.settings.whileBusy } } }),
    logging: { file: layout.log },
  }
}

/** The MCP server of the run, patient as `exec` is. Versions before 2026.9 wait as long as the protocol's own library does. */
function mcpOf(version: string, { mcpServer, settings }: Place): Record<string, unknown> {
  const [command, ...args] = mcpServer ?? []
  if (command === undefined) return {}
  const requestTimeoutMs = (settings.mcpTimeoutSeconds ?? 1_800) * 1_000
  const server = {
    command,
    args,
    ...(lt(version, '2026.9.0') ? {} : { requestTimeoutMs, supportsParallelToolCalls: true }),
  }
  return { mcp: { servers: { gatecrash: server } } }
}

/** Since 2026.9 tools of MCP servers are hidden behind a search, unless it is told not to. */
function offeredDirectly(version: string, { mcpServer }: Place): Record<string, unknown> {
  return mcpServer === undefined || lt(version, '2026.9.0') ? {} : { toolSearch: false }
}

/** Clients are told of tools when they ask for it, since 2026.2.3; before, only when verbose is on for all. */
function toldOfTools(version: string): Record<string, unknown> {
  return lt(version, '2026.2.3') ? { verboseDefault: 'on' } : {}
}
