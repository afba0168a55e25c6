import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isObject, type Json, parseJson } from '../../../mock-provider/json.ts'
import { headOf, lineFiles } from '../../store/line-files.ts'
import { linesOf } from '../../store/lines.ts'
import { copilotFormat } from './session-format.ts'

/** The sessions of Copilot CLI: a file of events in a folder for each. */
export const copilotFiles = lineFiles({
  format: copilotFormat,
  program: /(?:^|\/)copilot(?: |$)/,
  nameOf: (file) => basename(dirname(file)),
  async version(file) {
    const { copilotVersion } = startIn(await headOf(file))
    return typeof copilotVersion === 'string' ? copilotVersion : undefined
  },
  places: ['.copilot/session-state/*/events.jsonl'],
  // a session is known by the name of its folder, which is the id in its first event
  async plant(folder, _, bytes) {
    const id = String(startIn(linesOf(bytes).map((line) => line.bytes)).sessionId)
    const place = join(folder, 'home', '.copilot', 'session-state', id)
    await mkdir(place, { recursive: true })
    await writeFile(join(place, 'events.jsonl'), bytes)
    return id
  },
})

/** What the event about the session itself says. */
function startIn(lines: readonly Buffer[]): Json {
  const records = lines.map((line) => parseJson(line.toString()))
  const start = records.find((record) => isObject(record) && record.type === 'session.start')
  return Object(Object(start).data)
}
