import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'
import type { Installed, Place, VendorRoute } from '../../driver.ts'
import type { Layout } from './config.ts'

/** URLs, since a path with a space would be two options. */
const [guard, hook, mount] = ['../network-guard.ts', '../event-loop-hook.ts', '../vendor-mount.ts'].map(
  (name) => `--import=${new URL(name, import.meta.url).href}`,
) as [string, string, string]

/** The loopback ports of one process: its own, and the one its hook reports to. */
type Ports = { readonly port: number; readonly hook: number }

/** Signals that ask for no end, so that an exit after them is the gateway's own. */
const harmless: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGCONT']

/** The operating system's process of a gateway, and what it prints. It never sees our environment, home or keys. */
export class GatewayProcess {
  readonly #child: ReturnType<typeof spawn>
  readonly #note: Place['note']
  #asked = false
  #running = true
  readonly #exited = Promise.withResolvers<void>()

  constructor(installed: Installed, place: Place, layout: Layout, ports: Ports) {
    this.#note = place.note
    this.#child = spawn(installed, environment(installed, place, layout, ports.hook), layout.workspace, ports.port)
    this.#note({ kind: 'gateway-started', pid: this.#child.pid ?? -1 })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#note({ kind: 'gateway-logged', line }))
    }
    this.#child.nodeChildProcess.once('error', ({ message }) => {
      this.#running = false
      this.#note({ kind: 'gateway-logged', line: `cannot be started: ${message}` })
      this.#exited.resolve()
    })
    // its own exit, and not the end of its output, which a process that it left behind may hold open
    this.#child.nodeChildProcess.once('exit', (code, signal) => {
      this.#running = false
      this.#note({ kind: 'gateway-exited', code, signal, asked: this.#asked })
      this.#exited.resolve()
    })
  }

  get running(): boolean {
    return this.#running
  }

  signal(signal: NodeJS.Signals): void {
    this.#asked ||= !harmless.includes(signal)
    // Node's own kill: execa's would send SIGKILL 5 s after a SIGTERM, and a gateway that drains would be blamed for it
    if (this.#child.nodeChildProcess.kill(signal)) this.#note({ kind: 'gateway-signalled', signal })
  }

  /** Resolves when the process is gone. */
  exited(): Promise<void> {
    return this.#exited.promise
  }
}

function spawn({ node, folder }: Installed, env: Record<string, string>, cwd: string, port: number) {
  const args = [join(folder, 'openclaw.mjs'), 'gateway', '--port', String(port)]
  return execa(node, args, { cwd, env, extendEnv: false, stdin: 'ignore', buffer: false, reject: false })
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
