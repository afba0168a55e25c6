import { basename, dirname } from 'node:path'
import { lineFiles } from '../../store/line-files.ts'
import { copilotFormat } from './session-format.ts'

/** The sessions of Copilot CLI: a file of events in a folder for each. */
export const copilotFiles = lineFiles({
  format: copilotFormat,
  program: /(?:^|\/)copilot(?: |$)/,
  nameOf: (file) => basename(dirname(file)),
  places: ['.copilot/session-state/*/events.jsonl'],
})
