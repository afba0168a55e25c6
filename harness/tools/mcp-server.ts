/**
 * A server of the Model Context Protocol over stdio, run by the gateway: `node mcp-server.ts <port>`. Its one tool, `hold`, is a
 * gated tool: each call reports that it has started, holds, and does what the harness orders; to die takes the server with it.
 * Messages are JSON-RPC 2.0, one a line (modelcontextprotocol.io/specification, transports: stdio).
 */
import { connect } from 'node:net'
import { eachLine, eachMessage } from '../lines.ts'
import { answerTo } from './hold-tool.ts'
import { ledgerKey } from './key.ts'
import { type Ordered, outputOf } from './order.ts'

type Id = number | string
type Message = { id?: Id; method?: string; params?: Record<string, unknown> }

const [port] = process.argv.slice(2)
/** The calls that hold, by their request; a call that is cancelled hangs up, unless it resists. */
const cancels = new Map<Id, () => void>()

eachLine(process.stdin, (line) => serve(JSON.parse(line)))
process.stdin.on('close', () => process.exit(0))

function serve({ id, method = '', params = {} }: Message): void {
  if (method === 'notifications/cancelled') cancels.get(params.requestId as Id)?.()
  if (id === undefined) return
  const result = answerTo(method, params)
  if (method === 'tools/call') hold(id, String((params.arguments as Record<string, unknown>).call))
  else if (result === undefined) write({ id, error: { code: -32601, message: `no method ${method}` } })
  else write({ id, result })
}

function hold(id: Id, call: string): void {
  const socket = connect(Number(port), '127.0.0.1')
  const tell = (what: object) => socket.write(`${JSON.stringify(what)}\n`)
  socket.on('connect', () =>
    tell({ key: process.env[ledgerKey], call, pid: process.pid, args: ['mcp', call], server: true }),
  )
  socket.on('error', () => process.exit(70))
  cancels.set(id, () => socket.destroy())
  let end = () => {}
  eachMessage<Ordered>(socket, ({ order, resist, text, noted }) => {
    if (noted) return end()
    if (resist !== undefined) {
      cancels.set(id, () => tell({ resisted: true }))
      return tell({ resists: true })
    }
    // as with a gate, only after the harness has noted it
    end = () => {
      if (order === 'die') process.kill(process.pid, 'SIGKILL')
      const content = [{ type: 'text', text: outputOf(order, text).toString() }]
      write({ id, result: { content, isError: order === 'fail' } })
      socket.end()
    }
    tell({ done: true })
  })
}

function write(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}
