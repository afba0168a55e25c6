/**
 * A small agent that speaks the Agent Client Protocol, for the tests of its driver: `node small-agent.ts`. It asks the provider of
 * `ANTHROPIC_BASE_URL`, has the tools of one MCP server a session, and keeps each session in a file of its home.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { type AgentContext, agent, type McpServer, methods, ndJsonStream, RequestError } from '@agentclientprotocol/sdk'

type Part = { type: string; id: string; name: string; text: string; input: Record<string, unknown> }
type Message = { role: 'user' | 'assistant'; content: unknown }
type Session = { tools: string; stop: AbortController | undefined }

const sessions = new Map<string, Session>()
const fileOf = (id: string) => join(homedir(), `${id}.json`)
const read = (id: string): Message[] => (existsSync(fileOf(id)) ? JSON.parse(readFileSync(fileOf(id), 'utf8')) : [])

function write(id: string, messages: Message[]): void {
  writeFileSync(`${fileOf(id)}.new`, JSON.stringify(messages))
  renameSync(`${fileOf(id)}.new`, fileOf(id))
}

async function post(url: string, body: object, signal?: AbortSignal): Promise<string> {
  const headers = { 'content-type': 'application/json', 'x-api-key': 'none', 'anthropic-version': '2023-06-01' }
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
  const text = await response.text()
  if (!response.ok) throw new RequestError(response.status, text)
  return text
}

async function open(id: string, [server]: McpServer[]): Promise<void> {
  const tools = server !== undefined && 'url' in server ? server.url : ''
  sessions.set(id, { tools, stop: undefined })
  await post(tools, { jsonrpc: '2.0', id: 1, method: 'tools/list' })
}

async function runTool(id: string, { tools, stop }: Session, call: Part, client: AgentContext): Promise<object> {
  const tell = (status: 'in_progress' | 'completed' | 'failed') =>
    client.notify(methods.client.session.update, {
      sessionId: id,
      update: { sessionUpdate: 'tool_call_update', toolCallId: call.id, status },
    })
  const { outcome } = await client.request(methods.client.session.requestPermission, {
    sessionId: id,
    toolCall: { toolCallId: call.id },
    options: [
      { kind: 'allow_once', name: 'yes', optionId: 'yes' },
      { kind: 'reject_once', name: 'no', optionId: 'no' },
    ],
  })
  const mayRun = outcome.outcome === 'selected' && outcome.optionId === 'yes'
  if (!mayRun) {
    await tell('failed')
    return { type: 'tool_result', tool_use_id: call.id, content: '(declined)', is_error: true }
  }
  await tell('in_progress')
  const params = { name: 'hold', arguments: call.input }
  const events = await post(tools, { jsonrpc: '2.0', id: call.id, method: 'tools/call', params }, stop?.signal).catch(
    () => '',
  )
  const { result } = JSON.parse(/^data: (.*)$/m.exec(events)?.[1] ?? '{}')
  await tell(result === undefined ? 'failed' : 'completed')
  const content = result?.content[0].text ?? '(stopped)'
  return { type: 'tool_result', tool_use_id: call.id, content, is_error: result?.isError !== false }
}

async function turn(id: string, text: string, session: Session, client: AgentContext): Promise<void> {
  const messages: Message[] = [...read(id), { role: 'user', content: text }]
  const schema = { type: 'object', properties: { call: { type: 'string' } } }
  const tools = [{ name: 'gate_hold', description: 'Holds.', input_schema: schema }]
  for (;;) {
    const asked = { model: 'small-model', max_tokens: 1024, tools, messages }
    const { content } = JSON.parse(
      await post(`${process.env.ANTHROPIC_BASE_URL}/v1/messages`, asked, session.stop?.signal),
    )
    messages.push({ role: 'assistant', content })
    const calls = (content as Part[]).filter(({ type }) => type === 'tool_use')
    const results = await Promise.all(calls.map((call) => runTool(id, session, call, client)))
    if (results.length > 0) messages.push({ role: 'user', content: results })
    write(id, messages)
    session.stop?.signal.throwIfAborted()
    if (results.length > 0) continue
    const said = { type: 'text', text: (content as Part[]).map((part) => part.text).join('') } as const
    const update = { sessionUpdate: 'agent_message_chunk', content: said } as const
    return client.notify(methods.client.session.update, { sessionId: id, update })
  }
}

agent({ name: 'small' })
  .onRequest(methods.agent.initialize, () => ({ protocolVersion: 1, agentCapabilities: { loadSession: true } }))
  .onRequest(methods.agent.session.new, async ({ params }) => {
    const sessionId = randomUUID()
    await open(sessionId, params.mcpServers)
    return { sessionId }
  })
  .onRequest(methods.agent.session.load, async ({ params }) => {
    await open(params.sessionId, params.mcpServers)
    return {}
  })
  .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
    const session = sessions.get(params.sessionId)
    const [said] = params.prompt
    if (session === undefined || said?.type !== 'text') throw RequestError.invalidParams()
    const stop = new AbortController()
    session.stop = stop
    try {
      await turn(params.sessionId, said.text, session, client)
      return { stopReason: 'end_turn' }
    } catch (error) {
      if (stop.signal.aborted) return { stopReason: 'cancelled' }
      throw error
    }
  })
  .onNotification(methods.agent.session.cancel, ({ params }) => sessions.get(params.sessionId)?.stop?.abort())
  .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>))
process.on('SIGTERM', () => process.exit(0))
