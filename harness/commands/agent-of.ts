/** The agent and the version of `name@version`. */
export function agentOf(agent: string | undefined): { agent?: string; version?: string } {
  const [name, version] = agent?.split('@') ?? []
  return { ...(name && { agent: name }), ...(version && { version }) }
}
