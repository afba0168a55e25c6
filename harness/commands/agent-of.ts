import { valid } from 'semver'
import { HarnessError } from '../errors.ts'

/** The agent and the version of `name@version`. @throws HarnessError USAGE when that is no version, as sessions are judged by it */
export function agentOf(agent: string | undefined): { agent?: string; version?: string } {
  const [name, version] = agent?.split('@') ?? []
  if (version && valid(version) === null)
    throw new HarnessError('USAGE', `--agent ${agent}: ${version} is no version; write one such as ${name}@1.2.3`)
  return { ...(name && { agent: name }), ...(version && { version }) }
}
