import { mkdir } from 'node:fs/promises'
import type { Driver, Installed, Place } from '../../driver.ts'
import { ClaudeCode } from './gateway.ts'
import { defaultVersion, install, releases } from './install.ts'
import { lacks } from './lacks.ts'
import { profileOf } from './lexicon.ts'
import { layoutOf } from './program.ts'
import { toolCaller } from './tool-caller.ts'

/** Claude Code, spoken to by JSON lines, any version on npm that is a native program. Its tools are the gate's: it runs shells one by one. */
export const claudeCode: Driver = {
  name: 'claude-code',
  defaultVersion,
  older: '2.1.153',
  can: ['permissions'],
  apis: ['anthropic-messages'],
  profile: profileOf,
  processPerSession: true,
  // it notices after two minutes that the connection to an MCP server is gone ("transport dropped mid-call", 2.1.332)
  limits: { quiet: 300, effect: 150_000 },
  releases,
  install,
  lacks,
  toolCaller,
  open,
}

async function open(installed: Installed, place: Place): Promise<ClaudeCode> {
  const layout = layoutOf(place)
  for (const folder of Object.values(layout)) await mkdir(folder, { recursive: true })
  // it has to listen before the first process is started
  await place.gate.url('main')
  return new ClaudeCode(installed, place, layout)
}
