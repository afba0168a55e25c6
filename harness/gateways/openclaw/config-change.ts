import { readFile, rename, writeFile } from 'node:fs/promises'
import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { ConfigChange } from '../../driver.ts'

/**
 * What the log says when it has seen a change: the same words from 2026.1.29 to 2026.9.6 (server-reload-managed). That a change
 * wants a restart is not said again by 2026.4.14 while one is queued.
 */
const words: Readonly<Record<ConfigChange, RegExp>> = {
  hot: /config hot reload applied/,
  restart: /evaluating reload \(gateway\.controlUi/,
  invalid: /config reload skipped \(invalid config\)/,
  plugin: /config (change requires gateway restart|hot reload applied|change applied) \(.*plugins/,
  cooldowns: /config (change requires gateway restart|hot reload applied|change applied) \(.*auth\.cooldowns/,
}

/** The values that a change sets; `nth` makes it a change each time. */
const values: Readonly<Record<ConfigChange, (nth: number) => Json>> = {
  hot: (nth) => ({ agents: { defaults: { heartbeat: { every: `${40 + nth}m` } } } }),
  restart: (nth) => ({ gateway: { controlUi: { basePath: `/gatecrash${nth}` } } }),
  invalid: (nth) => ({ gateway: { port: `no port ${nth}` } }),
  // as in openclaw/openclaw#70555, where it was switched on; the plugin need not be there
  plugin: (nth) => ({ plugins: { entries: { tavily: { enabled: nth % 2 === 1 } } } }),
  cooldowns: (nth) => ({ auth: { cooldowns: { billingBackoffHours: nth } } }),
}

/** The configuration file of one OpenClaw, edited as a person does it beside the running gateway. */
export class ConfigFile {
  readonly #path: string
  #valid: Json | undefined
  #changes = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Writes a change at once as a whole, on top of what is valid there; resolves to how the log tells that it was seen. */
  async change(change: ConfigChange): Promise<(line: string) => boolean> {
    this.#changes++
    const before = await this.#write(values[change](this.#changes))
    this.#valid = change === 'invalid' ? before : undefined
    return (line) => words[change].test(line)
  }

  /** Sets values, as a person does; resolves to how the log tells that one under `path` was seen to have changed. */
  async set(changed: Json, path: string): Promise<(line: string) => boolean> {
    await this.#write(changed)
    this.#valid = undefined
    // 2026.1.29 names defaults that it fills in before it names what has changed
    return (line) => line.includes('evaluating reload (') && line.includes(path)
  }

  /** Writes what was valid last, where something wrong stands there now. */
  async mend(): Promise<void> {
    if (this.#valid !== undefined) await this.#write({})
    this.#valid = undefined
  }

  /** Resolves to what stood there, as far as it was valid. */
  async #write(changed: Json): Promise<Json> {
    const before = this.#valid ?? (JSON.parse(await readFile(this.#path, 'utf8')) as Json)
    await writeFile(`${this.#path}.new`, JSON.stringify(merged(before, changed), null, 2), { mode: 0o600 })
    await rename(`${this.#path}.new`, this.#path)
    return before
  }
}

function merged(base: Json, more: Json): Json {
  const entries = Object.entries(more).map(([key, value]) => {
    const old = base[key]
    return [key, isObject(value) && isObject(old) ? merged(old, value) : value]
  })
  return { ...base, ...Object.fromEntries(entries) }
}
