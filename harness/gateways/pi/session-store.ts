import { lineFiles } from '../../store/line-files.ts'
import { piFormat } from './session-format.ts'

/** pi's sessions: a file each, in a folder for each working folder. */
export const piFiles = lineFiles({
  format: piFormat,
  program: /(?:^|\/)pi(?: |$)|pi-coding-agent\/dist/,
  places: ['.pi/agent/sessions/*/*.jsonl'],
})
