/** The one tool of our MCP servers. Some gateways run the calls of one reply side by side only where a tool says that it changes nothing. */
const holdTool = {
  name: 'hold',
  description: 'Does what it is told to.',
  inputSchema: { type: 'object', properties: { call: { type: 'string' } }, required: ['call'] },
  annotations: { readOnlyHint: true },
}

/** What our MCP servers answer at once to a method, whatever carries it; nothing for `tools/call`, and for what they do not know. */
export function answerTo(method: string, params: Readonly<Record<string, unknown>>): object | undefined {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'gatecrash', version: '1.0.0' },
      }
    case 'ping':
      return {}
    case 'tools/list':
      return { tools: [holdTool] }
    default:
      return undefined
  }
}
