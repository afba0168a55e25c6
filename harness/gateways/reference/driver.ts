import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { vendorPath } from '../../../mock-provider/vendors.ts'
import manifest from '../../../package.json' with { type: 'json' }
import type { Driver, Installed, Place, VendorRoute } from '../../driver.ts'
import { programPath } from '../../package.ts'
import { Conditions } from '../conditions.ts'
import { changeNamed } from './changes.ts'
import { environmentOf } from './environment.ts'
import { execCaller } from './exec.ts'
import { ReferenceGateway } from './gateway.ts'
import { lacks } from './lacks.ts'
import { profileOf } from './lexicon.ts'
import type { Config } from './server/config.ts'
import type { SignedIn } from './server/credentials.ts'

type SignIn = NonNullable<VendorRoute['signIn']>

/** More than any scenario connects with. */
const maxDevices = 64

const program = programPath('./server/main.ts', import.meta.url)
const changedProgram = programPath('./changed-gateway.ts', import.meta.url)

/** It is quick, and tells of all work that is left. */
const limits = {
  boot: 20_000,
  accept: 10_000,
  ask: 15_000,
  step: 15_000,
  doubt: 500,
  effect: 10_000,
  restart: 15_000,
  settle: 5_000,
  quiet: 50,
}

/** Our own small gateway. Its versions are our own, and the names of its planted bugs and lawful variants. */
export const reference: Driver = {
  name: 'reference',
  defaultVersion: manifest.version,
  apis: ['anthropic-messages'],
  profile: profileOf,
  limits,
  install,
  lacks,
  can: ['nonsense', 'message-keys', 'shared-device', 'permissions', 'another-here'],
  toolCaller: execCaller,
  open,
}

async function install(version: string): Promise<Installed> {
  if (version !== manifest.version) changeNamed(version)
  return { name: 'reference', version, folder: dirname(program), node: process.execPath }
}

async function open({ version, node }: Installed, place: Place): Promise<ReferenceGateway> {
  const { folder, providerUrl, environment } = place
  const state = join(folder, 'state')
  const file = join(folder, 'reference.json')
  const keyFile = join(folder, 'provider.key')
  const writeKey = async (key: string) => {
    await writeFile(`${keyFile}.new`, key, { mode: 0o600 })
    await rename(`${keyFile}.new`, keyFile)
  }
  await writeKey('gatecrash-no-key')
  const signIn = place.vendor?.signIn && (await signedIn(folder, place.vendor.provider, place.vendor.signIn))
  const tokens = Array.from({ length: maxDevices }, () => randomBytes(24).toString('base64url'))
  for (const token of tokens) place.hide(token, 'device-token')
  const config: Config = {
    state,
    port: place.port ?? (await place.machine.anyPort()),
    tokens: Object.fromEntries(tokens.map((token, n) => [`device-${n}`, token])),
    asksFirst: place.settings.asksFirst === true,
    provider: { url: providerUrl, keyFile, model: 'chaos-model', silenceMs: 5_000, ...(signIn && { signIn }) },
  }
  await writeFile(file, JSON.stringify(config), { mode: 0o600 })
  const args = version === manifest.version ? [program, file] : [changedProgram, file, version]
  const env = environmentOf({ node, home: folder, environment })
  const conditions = place.holdsWrites ? new Conditions(place.note) : undefined
  await conditions?.listen((server) => place.machine.listen(server))
  return new ReferenceGateway({
    program: { file: place.machine.node(node), args, env, cwd: folder, state },
    conditions,
    place,
    state,
    tokens,
    writeKey,
  })
}

/** Signs the gateway in, as a person would have done before. */
async function signedIn(
  folder: string,
  provider: string,
  { access, refresh, lifetimeSeconds, expired }: SignIn,
): Promise<Config['provider']['signIn']> {
  const file = join(folder, 'sign-in.json')
  const tokens: SignedIn = { access, refresh, expires: expired ? 0 : Date.now() + lifetimeSeconds * 1000 }
  await writeFile(file, JSON.stringify(tokens), { mode: 0o600 })
  return { file, tokenUrl: provider + vendorPath('platform.claude.com', '/v1/oauth/token') }
}
