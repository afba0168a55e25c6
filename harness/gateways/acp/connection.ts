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

/** What a client hears of an agent: every update of a session, and whether a tool may run. */
export type Listener = {
  readonly told: (notification: SessionNotification) => void
  readonly asked: (question: RequestPermissionRequest) => Promise<RequestPermissionResponse>
}

/** Connects to an agent over its pipe as an editor does. */
export function connectTo({ input, output }: Pipe, { told, asked }: Listener): ClientConnection {
  // that the agent is gone is noted elsewhere
  input.on('error', () => {})
  const stream = ndJsonStream(Writable.toWeb(input), Readable.toWeb(output) as ReadableStream<Uint8Array>, {
    maxMessageBytes,
  })
  return client({ name: 'gatecrash' })
    .onRequest(methods.client.session.requestPermission, ({ params }) => asked(params))
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
