import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, parseJson } from '../../../mock-provider/json.ts'
import { lineFiles } from '../../store/line-files.ts'
import { piFormat } from './session-format.ts'

/** pi's sessions: a file each, in a folder for each working folder. */
export const piFiles = lineFiles({
  format: piFormat,
  program: /(?:^|\/)pi(?: |$)|pi-coding-agent\/dist/,
  places: ['.pi/agent/sessions/*/*.jsonl'],
  // a session is known by the id in its head
  async plant(folder, _, bytes) {
    const cwd = join(folder, 'workspace')
    const place = join(folder, 'state', 'sessions')
    const end = bytes.indexOf('\n')
    const head = parseJson(bytes.subarray(0, end).toString())
    await mkdir(place, { recursive: true })
    const text = JSON.stringify({ ...(isObject(head) ? head : {}), id: 'main', cwd })
    await writeFile(
      join(place, '2026-01-01T00-00-00-000Z_main.jsonl'),
      Buffer.concat([Buffer.from(text), bytes.subarray(end)]),
    )
    return undefined
  },
})
