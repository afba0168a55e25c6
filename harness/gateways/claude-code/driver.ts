import { mkdir } from 'node:fs/promises'
import type { Driver, Installed, Place } from '../../driver.ts'
import { holdCaller } from '../hold-caller.ts'
import { ClaudeCode } from './gateway.ts'
import { defaultVersion, install, programIn, releases } from './install.ts'
import { lacks } from './lacks.ts'
import { profileOf } from './lexicon.ts'
import { layoutOf } from './program.ts'

/** Claude Code, spoken to by JSON lines, any version on npm that is a native program. Its tools are the gate's: it runs shells one by one. */
export const claudeCode: Driver = {
  name: 'claude-code',
  defaultVersion,
  apis: ['anthropic-messages'],
  profile: profileOf,
  releases,
  install,
  lacks,
  toolCaller: () => holdCaller,
  open,
}

async function open(installed: Installed, place: Place): Promise<ClaudeCode> {
  const layout = layoutOf(place)
  for (const folder of Object.values(layout)) await mkdir(folder, { recursive: true })
  // it has to listen before the first process is started
  await place.gate.url('main')
  return new ClaudeCode(programIn(installed.folder), place, layout)
}
