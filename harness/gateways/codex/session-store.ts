import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lineFiles } from '../../store/line-files.ts'
import { codexFormat } from './session-format.ts'

/** The threads of codex: a file each, in a folder for each day. */
export const codexFiles = lineFiles({
  format: codexFormat,
  program: /(?:^|\/)codex(?: |$)/,
  places: ['.codex/sessions/*/*/*/rollout-*.jsonl'],
  // a thread is known by the id in its file's name
  async plant(folder, name, bytes) {
    const place = join(folder, 'state', 'sessions', '2026', '01', '01')
    await mkdir(place, { recursive: true })
    await writeFile(join(place, name), bytes)
    return /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/.exec(name)?.[1]
  },
})
