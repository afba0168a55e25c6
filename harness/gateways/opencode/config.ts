import { join } from 'node:path'
import type { Place } from '../../driver.ts'

/** The folders of one opencode, all inside its run's folder. */
export type Layout = {
  readonly home: string
  readonly config: string
  readonly data: string
  readonly state: string
  readonly cache: string
  readonly tmp: string
  readonly workspace: string
}

/** Where everything of an opencode lies. */
export function layoutOf({ folder }: Place): Layout {
  const at = (name: string) => join(folder, name)
  return {
    home: at('home'),
    config: at('config'),
    data: at('data'),
    state: at('state'),
    cache: at('cache'),
    tmp: at('tmp'),
    workspace: at('workspace'),
  }
}

/** The provider and the model that a session asks. */
export const model = { providerID: 'chaos', modelID: 'chaos-model' } as const

/** The library that opencode, which has all of them built in, speaks an API with, and the path that it wants in its address. */
const libraries: Readonly<Record<string, { readonly npm: string; readonly path: string }>> = {
  'anthropic-messages': { npm: '@ai-sdk/anthropic', path: '/v1' },
  'openai-completions': { npm: '@ai-sdk/openai-compatible', path: '' },
  'openai-responses': { npm: '@ai-sdk/openai', path: '' },
  'google-generative-ai': { npm: '@ai-sdk/google', path: '' },
}

/** The APIs that it can be run on. */
export const apis = Object.keys(libraries)

/** What a configuration depends on; `asks` is the tool that a person is asked about before it runs, `*` for every tool. */
type Wanted = Pick<Place, 'api' | 'providerUrl'> & { readonly asks?: string | undefined }

/** A configuration with one provider, ours, tools without questions but for one, and everything off that calls home. */
export function configOf({ api, providerUrl, asks }: Wanted): Record<string, unknown> {
  const { npm, path } = libraries[api] as { npm: string; path: string }
  const name = `${model.providerID}/${model.modelID}`
  return {
    model: name,
    small_model: name,
    enabled_providers: [model.providerID],
    provider: {
      [model.providerID]: {
        npm,
        options: { baseURL: providerUrl + path, apiKey: 'gatecrash-no-key' },
        models: {
          [model.modelID]: { tool_call: true, limit: { context: 200_000, output: 8_192 } },
        },
      },
    },
    // the word alone is no rule to versions before 1.14
    permission: { '*': 'allow', ...(asks !== undefined && { [asks]: 'ask' }) },
    autoupdate: false,
    share: 'disabled',
    snapshot: false,
    lsp: false,
    formatter: false,
  }
}

/** The MCP server of the run, patient as the shell tool is. */
function mcpOf({ mcpServer, settings }: Place): Record<string, unknown> {
  if (mcpServer === undefined) return {}
  const timeout = (settings.mcpTimeoutSeconds ?? 1_800) * 1_000
  return { mcp: { gatecrash: { type: 'local', command: mcpServer, enabled: true, timeout } } }
}

/** The variables that carry a configuration, and keep it from asking other hosts. */
export function variablesOf(config: Record<string, unknown>): Record<string, string> {
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    OPENCODE_DISABLE_SHARE: '1',
  }
}

/** All that its process is told; nothing of our own environment. */
export function environmentOf(place: Place, layout: Layout): Record<string, string> {
  const asks = place.settings.asksFirst ? 'bash' : undefined
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: layout.home,
    XDG_CONFIG_HOME: layout.config,
    XDG_DATA_HOME: layout.data,
    XDG_STATE_HOME: layout.state,
    XDG_CACHE_HOME: layout.cache,
    TMPDIR: layout.tmp,
    ...variablesOf({ ...configOf({ ...place, asks }), ...mcpOf(place) }),
    ...place.environment,
  }
}
