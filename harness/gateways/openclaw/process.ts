import { dirname, join } from 'node:path'
import type { Installed, Place, VendorRoute } from '../../driver.ts'
import type { Program } from '../../machine.ts'
import { moduleUrl } from '../../package.ts'
import type { Layout } from './config.ts'

/** URLs, since a path with a space would be two options. */
const [guard, hook, conditionsHook, mount] = [
  '../network-guard.ts',
  '../event-loop-hook.ts',
  '../conditions-hook.ts',
  '../vendor-mount.ts',
].map((name) => `--import=${moduleUrl(name, import.meta.url).href}`) as [string, string, string, string]

/** What the hooks in the process that serves are told: the loopback port that the one reports to, and the settings of the other. */
type Hooks = { readonly hook: number; readonly conditions: string }

/** How an OpenClaw is started. */
export function programOf(installed: Installed, place: Place, layout: Layout, port: number, hooks?: Hooks): Program {
  const { node, folder } = installed
  return {
    file: place.machine.node(node),
    args: [join(folder, 'openclaw.mjs'), 'gateway', '--port', String(port)],
    env: environment(installed, place, layout, hooks),
    cwd: layout.workspace,
    state: layout.state,
  }
}

/** All that a process of the gateway is told; nothing of our own environment. The one that serves reports to a hook of ours. */
export function environment(installed: Installed, place: Place, layout: Layout, hooks?: Hooks): Record<string, string> {
  const own = hooks === undefined ? [] : [hook, conditionsHook]
  const preloads = [guard, ...own, ...(place.vendor === undefined ? [] : [mount])]
  return {
    OPENCLAW_STATE_DIR: layout.state,
    OPENCLAW_CONFIG_PATH: layout.config,
    OPENCLAW_DISABLE_BONJOUR: '1',
    OPENCLAW_NO_RESPAWN: '1',
    OPENCLAW_SKIP_CHANNELS: '1',
    ...quickPlugins(place),
    PATH: `${dirname(installed.node)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: layout.home,
    TMPDIR: layout.tmp,
    LANG: 'C.UTF-8',
    // plugins that it wants to install are not to be tried again and again
    npm_config_offline: 'true',
    NODE_OPTIONS: preloads.join(' '),
    ...(hooks === undefined ? {} : { GATECRASH_HOOK: String(hooks.hook), GATECRASH_CONDITIONS: hooks.conditions }),
    ...place.environment,
    GATECRASH_BLOCKED: layout.blocked,
    GATECRASH_ALLOWED: place.machine.provider.name,
    ...(place.vendor === undefined ? {} : vendorEnvironment(place.vendor)),
  }
}

/**
 * Versions about 2026.4 look for their plugins anew once a second, and load all of those that bring providers for a first message, though
 * the configuration replaces them: 15 s of a first message on two cores, 5 s with this. No plugin changes during a run.
 */
function quickPlugins({ vendor }: Place): Record<string, string> {
  const hour = '3600000'
  return {
    OPENCLAW_PLUGIN_DISCOVERY_CACHE_MS: hour,
    OPENCLAW_PLUGIN_MANIFEST_CACHE_MS: hour,
    ...(vendor === undefined ? { OPENCLAW_TEST_ONLY_PROVIDER_PLUGIN_IDS: 'none' } : {}),
  }
}

function vendorEnvironment({ provider, signIn }: VendorRoute): Record<string, string> {
  const key = 'gatecrash-no-key'
  return {
    GATECRASH_PROVIDER: provider,
    ...(signIn === undefined ? { ANTHROPIC_API_KEY: key, OPENAI_API_KEY: key, GEMINI_API_KEY: key } : {}),
  }
}
