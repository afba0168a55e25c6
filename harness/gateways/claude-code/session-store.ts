import { lineFiles } from '../../store/line-files.ts'
import { claudeCodeFormat } from './session-format.ts'

/** The sessions of Claude Code: a file each, in a folder for each working folder. */
export const claudeCodeFiles = lineFiles({
  format: claudeCodeFormat,
  program: /(?:^|\/)claude(?: |$)/,
  places: ['.claude/projects/*/*.jsonl'],
})
