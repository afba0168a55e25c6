import { Credentials } from './credentials.ts'
import { Desk } from './desk.ts'
import { Devices } from './devices.ts'
import { Gateway } from './gateway.ts'
import { History } from './history.ts'
import { Hub } from './hub.ts'
import { SessionLog } from './log.ts'
import { Provider } from './provider.ts'
import { Reply } from './reply.ts'
import { Session } from './session.ts'
import { Tools } from './tools.ts'

/**
 * The classes that the gateway is made of. Every part makes its own parts from these, so a subclass in the place of one of them
 * changes what that part does, and nothing else.
 */
export const parts = {
  Gateway,
  Hub,
  Desk,
  Devices,
  Session,
  SessionLog,
  History,
  Provider,
  Credentials,
  Reply,
  Tools,
}

/** See `parts`. */
export type Parts = typeof parts
