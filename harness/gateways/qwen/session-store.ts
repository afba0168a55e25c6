import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, parseJson } from '../../../mock-provider/json.ts'
import { lineFiles } from '../../store/line-files.ts'
import { qwenFormat } from './session-format.ts'

/** The sessions of Qwen Code: a file each, in a folder for each working folder. */
export const qwenFiles = lineFiles({
  format: qwenFormat,
  program: /(?:^|\/)qwen(?: |$)|qwen-code\/cli/,
  places: ['.qwen/projects/*/chats/*.jsonl'],
  // a session is looked for in the folder that is named after the working folder, which its first record names, too
  async plant(folder, name, bytes) {
    const cwd = join(folder, 'work', 'main')
    const place = join(folder, 'home', '.qwen', 'projects', cwd.replaceAll(/[^a-zA-Z0-9]/g, '-'), 'chats')
    const end = bytes.indexOf('\n')
    const first = parseJson(bytes.subarray(0, end).toString())
    const text = JSON.stringify({ ...(isObject(first) ? first : {}), cwd })
    await mkdir(place, { recursive: true })
    await writeFile(join(place, name), Buffer.concat([Buffer.from(text), bytes.subarray(end)]))
    return name.replace(/\.jsonl$/, '')
  },
})
