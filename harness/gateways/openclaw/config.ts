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
  const { models, primary } = modelsOf(place, version)
  return {
    gateway: { mode: 'local', port, bind: 'loopback', auth: { mode: 'token', token } },
    ...models,
    // there from the start, so that what is written into it later is not a change of all of it
    auth: { order: {} },
    agents: {
      defaults: { model: { primary }, workspace: layout.workspace, ...toldOfTools(version), ...atOnce(place) },
      ...agentsOf(place),
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

/** The agents besides the main one, which the gateway signs in as it does that one, each with a copy of what lets it in. */
function agentsOf({ settings, sessions }: Place): { list?: object[] } {
  if (!settings.agentPerSession) return {}
  const ids = new Set(['main', ...sessions])
  return { list: [...ids].map((id) => ({ id, default: id === 'main' })) }
}

/** How many sessions run at once by default, at least; further ones wait for them. */
const fewSessions = 4

/** All sessions of a run may be under way at once: one that holds must not keep others waiting. */
function atOnce({ sessions }: Place): { maxConcurrent?: number } {
  return sessions.length <= fewSessions ? {} : { maxConcurrent: sessions.length }
}

/** A model that is built in, by API; none is for Chat Completions, so OpenAI's own address is configured for it. */
function builtIn(api: string, version: string, isSignedIn: boolean): string | undefined {
  if (api === 'anthropic-messages') return 'anthropic/claude-haiku-4-5'
  if (api === 'google-generative-ai') return 'google/gemini-2.5-pro'
  if (api !== 'openai-responses') return undefined
  const name = lt(version, '2026.4.0') ? 'gpt-5.2' : 'gpt-5.4'
  if (!isSignedIn) return `openai/${name}`
  // a ChatGPT plan was a provider of its own, and is asked for newer models since
  return lt(version, '2026.8.0') ? `openai-codex/${name}` : 'openai/gpt-5.6-terra'
}

function modelsOf({ api, providerUrl, vendor }: Place, version: string): { models?: object; primary: string } {
  const primary = vendor === undefined ? undefined : builtIn(api, version, vendor.signIn !== undefined)
  if (primary !== undefined) return { primary }
  const baseUrl = vendor === undefined ? providerUrl : 'https://api.openai.com/v1'
  const provider = { baseUrl, apiKey: 'gatecrash-no-key', api, models: [model] }
  return { models: { models: { mode: 'replace', providers: { chaos: provider } } }, primary: `chaos/${model.id}` }
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

/** Since 2026.9 tools of MCP servers, and some of its own, are hidden behind a search, unless it is told not to. */
function offeredDirectly(version: string, { offersAll }: Place): Record<string, unknown> {
  return !offersAll || lt(version, '2026.9.0') ? {} : { toolSearch: false }
}

/** Clients are told of tools when they ask for it, since 2026.2.12; before, only when verbose is on for all. */
function toldOfTools(version: string): Record<string, unknown> {
  return lt(version, '2026.2.12') ? { verboseDefault: 'on' } : {}
}
