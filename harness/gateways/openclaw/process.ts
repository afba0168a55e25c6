import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Installed, Place } from '../../driver.ts'
import type { Layout } from './config.ts'

const guard = fileURLToPath(new URL('../network-guard.ts', import.meta.url))

/** The operating system's process of a gateway, and what it prints. It never sees our environment, home or keys. */
export class GatewayProcess {
  readonly #child: ReturnType<typeof spawn>
  readonly #note: Place['note']
  #asked = false
  #running = true

  constructor(installed: Installed, place: Place, layout: Layout, port: number) {
    this.#note = place.note
    this.#child = spawn(installed, environment(installed, place, layout), layout.workspace, port)
    this.#note({ kind: 'gateway-started', pid: this.#child.pid ?? -1 })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#note({ kind: 'gateway-logged', line }))
    }
    void this.#child.then(({ exitCode, signal }) => {
      this.#running = false
      this.#note({ kind: 'gateway-exited', code: exitCode ?? null, signal: signal ?? null, asked: this.#asked })
    })
  }

  get running(): boolean {
    return this.#running
  }

  signal(signal: NodeJS.Signals): void {
    this.#asked = true
    if (this.#child.kill(signal)) this.#note({ kind: 'gateway-signalled', signal })
  }

  /** Resolves when the process is gone. */
  async exited(): Promise<void> {
    await this.#child
  }
}

function spawn({ node, folder }: Installed, env: Record<string, string>, cwd: string, port: number) {
  const args = [join(folder, 'openclaw.mjs'), 'gateway', '--port', String(port)]
  return execa(node, args, { cwd, env, extendEnv: false, stdin: 'ignore', buffer: false, reject: false })
}

function environment(installed: Installed, place: Place, layout: Layout): Record<string, string> {
  const own = { STATE_DIR: layout.state, CONFIG_PATH: layout.config, DISABLE_BONJOUR: '1', NO_RESPAWN: '1', SKIP_CHANNELS: '1' }
  const both = Object.entries(own).flatMap(([key, value]) => [`OPENCLAW_${key}`, `CLAWDBOT_${key}`].map((name) => [name, value]))
  return {
    ...Object.fromEntries(both),
    PATH: `${dirname(installed.node)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: layout.home,
    TMPDIR: layout.tmp,
    LANG: 'C.UTF-8',
    NODE_OPTIONS: `--import=${guard}`,
    GATECRASH_RUN: place.run,
    GATECRASH_BLOCKED: layout.blocked,
  }
}
