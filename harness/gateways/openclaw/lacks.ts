import { gte, lt } from 'semver'
import type { Installed } from '../../driver.ts'
import type { Need } from '../../need.ts'
import { findChromium, noChromium } from '../chromium.ts'
import { unknownPage } from './control-ui/generations.ts'

/** What no version up to 2026.9.6 has, by the commands and documents of its package. */
const unknown: Partial<Record<Need, string>> = {
  'stop-after-tools': 'has no /stop --after-tools',
  'gives-up-silence': 'is not known to give up a silent reply within seconds',
}

/** What came later than 2026.1.29, by the change log, or as seen: since when. */
const since: Partial<Record<Need, readonly [version: string, what: string]>> = {
  drain: ['2026.8.0', 'ends what runs when it is told to exit'],
  // with pi-agent-core 0.58.0
  'parallel-tools': ['2026.3.13', 'runs the calls of a reply one after another'],
  mcp: ['2026.3.22', 'runs no MCP servers'],
  'mcp-timeout': ['2026.9.0', 'has no time-out for MCP tools that can be set'],
}

/** APIs for which it has an OAuth sign-in. Gemini's leads to another API (Code Assist), Chat Completions have none. */
const signIns = ['anthropic-messages', 'openai-responses']

/** Why a version of OpenClaw cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need, { version, folder }: Installed, api: string): string | undefined {
  if (need === 'page') return findChromium() === undefined ? noChromium : unknownPage(version, folder)
  if (need === 'sign-in' && !signIns.includes(api)) return `openclaw ${version} has no OAuth sign-in for ${api}`
  // the first with a database instead is a beta of 2026.7.2
  if ((need === 'transcript-files' || need === 'transcript-lines') && gte(version, '2026.7.2-beta.6'))
    return `openclaw ${version} keeps its transcripts in a database`
  if (need === 'database' && lt(version, '2026.7.2-beta.6')) return `openclaw ${version} keeps its transcripts in files`
  // there it is fetched from the network, and taken over without a restart (seen on 2026.9.6)
  if (need === 'plugin-restart' && gte(version, '2026.8.0'))
    return `openclaw ${version} does not bring the plugin tavily`
  // "Unrecognized key", and in no package since
  if (need === 'cooldowns' && gte(version, '2026.8.0')) return `openclaw ${version} has no auth.cooldowns`
  // seen on 2026.9.6 ("owner lease"), and not on 2026.4.14
  if (need === 'shared-state' && gte(version, '2026.9.0'))
    return `openclaw ${version} refuses a second gateway on its state`
  const [first, what] = since[need] ?? []
  const why = first !== undefined && lt(version, first) ? what : unknown[need]
  return why === undefined ? undefined : `openclaw ${version} ${why}`
}
