import { Readable, Writable } from 'node:stream'
import {
  type ClientConnection,
  client,
  type InitializeResponse,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionNotification,
} from '@agentclientprotocol/sdk'
import type { Pipe } from '../../machine.ts'

/** A tool may return megabytes, and the client is told all of it. Bytes. */
const maxMessageBytes = 200_000_000

/** Connects to an agent over its pipe as an editor does; `told` gets every update of a session. */
export function connectTo(
  { input, output }: Pipe,
  told: (notification: SessionNotification) => void,
): ClientConnection {
  // that the agent is gone is noted elsewhere
  input.on('error', () => {})
  const stream = ndJsonStream(Writable.toWeb(input), Readable.toWeb(output) as ReadableStream<Uint8Array>, {
    maxMessageBytes,
  })
  return client({ name: 'gatecrash' })
    .onRequest(methods.client.session.requestPermission, ({ params }) => allowed(params))
    .onNotification(methods.client.session.update, ({ params }) => told(params))
    .connect(stream)
}

/** Shakes hands, and signs in where the agent wants that. It is asked for version 1, since some take a higher one for a draft. */
export async function initialize({ agent }: ClientConnection, signIn: string | undefined): Promise<InitializeResponse> {
  const initialized = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    // some agents fail unless they are told that they cannot read or write files
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false } },
    clientInfo: { name: 'gatecrash', version: '1' },
  })
  if (signIn !== undefined) await agent.request(methods.agent.authenticate, { methodId: signIn })
  return initialized
}

/** The first option that allows this one call: others change what is asked for later. */
function allowed({ options }: RequestPermissionRequest): RequestPermissionResponse {
  const once = options.find(({ kind }) => kind === 'allow_once')
  return once === undefined
    ? { outcome: { outcome: 'cancelled' } }
    : { outcome: { outcome: 'selected', optionId: once.optionId } }
}
