import type { Place } from '../driver.ts'
import { thisComputer } from './this-computer.ts'

/** A place without anything special: the gateway's own settings and tools, on this computer. */
export const plainPlace = {
  vendor: undefined,
  port: undefined,
  settings: {},
  sessions: [],
  offersAll: false,
  holdsWrites: false,
  mcpServer: undefined,
  machine: thisComputer,
} satisfies Partial<Place>
