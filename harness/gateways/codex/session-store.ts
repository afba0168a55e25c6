import { lineFiles } from '../../store/line-files.ts'
import { codexFormat } from './session-format.ts'

/** The threads of codex: a file each, in a folder for each day. */
export const codexFiles = lineFiles({
  format: codexFormat,
  program: /(?:^|\/)codex(?: |$)/,
  places: ['.codex/sessions/*/*/*/rollout-*.jsonl'],
})
