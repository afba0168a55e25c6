import { help, runStandAlone } from '../../mock-provider/stand-alone.ts'
import type { Command } from './command.ts'

/** Runs the mock provider on its own, for people who debug their own gateway. */
export const mockProvider: Command = {
  usage: ['mock-provider [options]', 'an LLM API as strict as the real ones; see its --help'],
  help,
  run: runStandAlone,
}
