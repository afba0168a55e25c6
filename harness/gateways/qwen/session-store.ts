import { lineFiles } from '../../store/line-files.ts'
import { qwenFormat } from './session-format.ts'

/** The sessions of Qwen Code: a file each, in a folder for each working folder. */
export const qwenFiles = lineFiles({
  format: qwenFormat,
  program: /(?:^|\/)qwen(?: |$)|qwen-code\/cli/,
  places: ['.qwen/projects/*/chats/*.jsonl'],
})
