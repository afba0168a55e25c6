import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gte } from 'semver'
import type { Installed, Place, VendorRoute } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { Layout } from './config.ts'
import { environment } from './process.ts'
import { runToEnd } from './run-to-end.ts'

type SignIn = NonNullable<VendorRoute['signIn']>

const past = 1

/** Its name for the profile of a ChatGPT plan was another before its own merge of the two. */
const profileOf: Record<SignIn['vendor'], { provider: string; more?: object }> = {
  anthropic: { provider: 'anthropic' },
  openai: { provider: 'openai-codex', more: { accountId: 'gatecrash' } },
  google: { provider: 'google-gemini-cli', more: { projectId: 'gatecrash' } },
}

/** The databases that have kept the profiles, the newest first; a version older than all of them keeps them in a file. */
const databases = [
  {
    since: '2026.8.0',
    file: 'state/openclaw.sqlite',
    table: 'config_machine_state',
    key: 'state_key',
    value: 'value_json',
  },
  {
    ...{ since: '2026.6.1', file: 'agents/main/agent/openclaw-agent.sqlite' },
    ...{ table: 'auth_profile_store', key: 'store_key', value: 'store_json' },
  },
] as const

type Database = (typeof databases)[number]

/**
 * Signs OpenClaw in by OAuth, as `openclaw models auth login` would have left it: `agents/main/agent/auth-profiles.json`,
 * which versions with a SQLite store take over with `openclaw doctor --fix` (docs, concepts/oauth). Doctor rewrites the
 * configuration it is given, so it gets a copy.
 * @throws HarnessError GATEWAY_NOT_READY when doctor fails
 */
export async function signIn(installed: Installed, place: Place, layout: Layout, given: SignIn): Promise<void> {
  const folder = join(layout.state, 'agents', 'main', 'agent')
  await mkdir(folder, { recursive: true })
  const { provider, more } = profileOf[given.vendor]
  const expires = Date.now() + given.lifetimeSeconds * 1000
  const database = databases.find(({ since }) => gte(installed.version, since))
  const profile = { type: 'oauth', provider, access: given.access, refresh: given.refresh, ...more }
  const stored = { ...profile, expires: given.expired && database === undefined ? past : expires }
  const file = { version: 1, profiles: { [`${provider}:default`]: stored } }
  await writeFile(join(folder, 'auth-profiles.json'), JSON.stringify(file), { mode: 0o600 })
  if (database === undefined) return
  await migrate(installed, place, layout)
  if (given.expired) expireStored(layout, database)
}

/** Doctor itself renews tokens that have expired, so they expire after it. */
function expireStored({ state }: Layout, { file, table, key, value }: Database): void {
  using database = new DatabaseSync(join(state, file))
  const rows = database.prepare(`select ${key} as key, ${value} as value from ${table}`).all()
  const stores = rows.map((row) => ({ key: row.key, value: JSON.parse(String(row.value)) }))
  const [store, ...others] = stores.filter(({ value }) => value?.profiles !== undefined)
  if (store === undefined || others.length > 0)
    throw new HarnessError('GATEWAY_NOT_READY', 'the OAuth tokens are not in the store where they were expected')
  for (const profile of Object.values<{ expires?: number }>(store.value.profiles)) profile.expires = past
  const update = database.prepare(`update ${table} set ${value} = ? where ${key} = ?`)
  update.run(JSON.stringify(store.value), store.key as string)
}

async function migrate(installed: Installed, place: Place, layout: Layout): Promise<void> {
  const copy = join(place.folder, 'openclaw-for-doctor.json')
  await copyFile(layout.config, copy)
  const args = [join(installed.folder, 'openclaw.mjs'), 'doctor', '--fix', '--non-interactive']
  const env = { ...environment(installed, place, layout), OPENCLAW_CONFIG_PATH: copy }
  const { machine } = place
  const program = { file: machine.node(installed.node), args, env, cwd: layout.workspace, state: layout.state }
  const { code, said } = await runToEnd(machine, program)
  if (code === 0) return
  throw new HarnessError('GATEWAY_NOT_READY', `openclaw doctor --fix failed with ${code}:\n${said}`)
}
