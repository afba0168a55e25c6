import { basename, dirname } from 'node:path'
import { isObject, parseJson } from '../../../mock-provider/json.ts'
import { headOf, lineFiles } from '../../store/line-files.ts'
import { copilotFormat } from './session-format.ts'

/** The sessions of Copilot CLI: a file of events in a folder for each. */
export const copilotFiles = lineFiles({
  format: copilotFormat,
  program: /(?:^|\/)copilot(?: |$)/,
  nameOf: (file) => basename(dirname(file)),
  async version(file) {
    const records = (await headOf(file)).map((line) => parseJson(line.toString()))
    const start = records.find((record) => isObject(record) && record.type === 'session.start')
    const { copilotVersion } = Object(Object(start).data)
    return typeof copilotVersion === 'string' ? copilotVersion : undefined
  },
  places: ['.copilot/session-state/*/events.jsonl'],
})
