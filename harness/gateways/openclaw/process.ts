import { dirname, join } from 'node:path'
import type { Installed, Place, VendorRoute } from '../../driver.ts'
import type { Program } from '../gateway-process.ts'
import type { Layout } from './config.ts'

/** URLs, since a path with a space would be two options. */
const [guard, hook, mount] = ['../network-guard.ts', '../event-loop-hook.ts', '../vendor-mount.ts'].map(
  (name) => `--import=${new URL(name, import.meta.url).href}`,
) as [string, string, string]

/** The loopback ports of one process: its own, and the one its hook reports to. */
type Ports = { readonly port: number; readonly hook: number }

/** How an OpenClaw is started. */
export function programOf(installed: Installed, place: Place, layout: Layout, ports: Ports): Program {
  const { node, folder } = installed
  return {
    node,
    args: [join(folder, 'openclaw.mjs'), 'gateway', '--port', String(ports.port)],
    env: environment(installed, place, layout, ports.hook),
    cwd: layout.workspace,
  }
}

/** All that a process of the gateway is told; nothing of our own environment. The one that serves reports to a hook of ours. */
export function environment(
  installed: Installed,
  place: Place,
  layout: Layout,
  reportsTo?: number,
): Record<string, string> {
  const preloads = [guard, ...(reportsTo === undefined ? [] : [hook]), ...(place.vendor === undefined ? [] : [mount])]
  return {
    OPENCLAW_STATE_DIR: layout.state,
    OPENCLAW_CONFIG_PATH: layout.config,
    OPENCLAW_DISABLE_BONJOUR: '1',
    OPENCLAW_NO_RESPAWN: '1',
    OPENCLAW_SKIP_CHANNELS: '1',
    PATH: `${dirname(installed.node)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: layout.home,
    TMPDIR: layout.tmp,
    LANG: 'C.UTF-8',
    // plugins that it wants to install are not to be tried again and again
    npm_config_offline: 'true',
    NODE_OPTIONS: preloads.join(' '),
    ...(reportsTo === undefined ? {} : { GATECRASH_HOOK: String(reportsTo) }),
    GATECRASH_RUN: place.run,
    GATECRASH_BLOCKED: layout.blocked,
    ...(place.vendor === undefined ? {} : vendorEnvironment(place.vendor)),
  }
}

function vendorEnvironment({ provider, signIn }: VendorRoute): Record<string, string> {
  const key = 'gatecrash-no-key'
  return {
    GATECRASH_PROVIDER: provider,
    ...(signIn === undefined ? { ANTHROPIC_API_KEY: key, OPENAI_API_KEY: key, GEMINI_API_KEY: key } : {}),
  }
}
