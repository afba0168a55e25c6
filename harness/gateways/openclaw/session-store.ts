import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse } from 'jsonc-parser'
import { isObject, parseJson } from '../../../mock-provider/json.ts'
import { lineFiles } from '../../store/line-files.ts'
import { isAlive } from '../cache-use.ts'

import { keyOf } from './events.ts'
import { openclawFormat } from './session-format.ts'

/** How a gateway of OpenClaw, or of its ancestor, is called. */
export const openclawProgram = /(?:openclaw|clawdbot)(?:\.mjs)? gateway\b|(?:openclaw|clawdbot)-gateway/

/** OpenClaw's sessions up to 2026.7: `agents/<id>/sessions/<session>.jsonl` in its state folder. */
export const openclawFiles = lineFiles({
  format: openclawFormat,
  program: openclawProgram,
  places: ['.openclaw/agents/*/sessions/*.jsonl', '.clawdbot/agents/*/sessions/*.jsonl'],
  version: (file) => versionIn(join(dirname(file), '../../..')),
  writer: async (file) => {
    const text = await readFile(`${file}.lock`, 'utf8').catch(() => '')
    const lock = parseJson(text)
    const pid = isObject(lock) ? lock.pid : undefined
    return typeof pid === 'number' && isAlive(pid) ? `process ${pid} holds its lock ${file}.lock` : undefined
  },
  async plant(folder, name, bytes) {
    const sessions = join(folder, 'state', 'agents', 'main', 'sessions')
    const sessionFile = join(sessions, name)
    const entry = { sessionId: name.replace(/\.jsonl$/, ''), updatedAt: Date.now(), sessionFile }
    await mkdir(sessions, { recursive: true })
    await writeFile(sessionFile, bytes)
    await writeFile(join(sessions, 'sessions.json'), JSON.stringify({ [keyOf('main', {})]: entry }))
    return undefined
  },
  // what a reset, a deletion or a compaction leaves beside it: `<session>.jsonl.reset.<time>`, `<session>.jsonl.bak`
  kin: (name, other) => other.startsWith(`${name}.`) && !other.endsWith('.lock'),
})

/** The version that wrote the configuration last, which stands in the state folder. */
export async function versionIn(state: string): Promise<string | undefined> {
  const text = await readFile(join(state, 'openclaw.json'), 'utf8').catch(() => '')
  const config: unknown = parse(text)
  const meta = isObject(config) && isObject(config.meta) ? config.meta : {}
  return typeof meta.lastTouchedVersion === 'string' ? meta.lastTouchedVersion : undefined
}
