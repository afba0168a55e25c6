import type { SessionFormat } from '../store/session.ts'
import { openclawFormat } from './openclaw/session-format.ts'
import { piFormat } from './pi/session-format.ts'

/** How each agent stores its sessions. The first that knows a file has it. */
export const sessionFormats: readonly SessionFormat[] = [piFormat, openclawFormat]
