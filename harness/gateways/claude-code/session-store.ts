import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lineFiles } from '../../store/line-files.ts'
import { claudeCodeFormat } from './session-format.ts'

/** The sessions of Claude Code: a file each, in a folder for each working folder. */
export const claudeCodeFiles = lineFiles({
  format: claudeCodeFormat,
  program: /(?:^|\/)claude(?: |$)/,
  places: ['.claude/projects/*/*.jsonl'],
  // a session is looked for in the folder that is named after the working folder
  async plant(folder, name, bytes) {
    const cwd = join(folder, 'workspace')
    const place = join(folder, 'state', 'projects', cwd.replaceAll(/[^a-zA-Z0-9]/g, '-'))
    await mkdir(place, { recursive: true })
    await writeFile(join(place, name), bytes)
    return name.replace(/\.jsonl$/, '')
  },
})
