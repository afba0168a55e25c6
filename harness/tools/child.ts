/**
 * A process that a gated tool has started: `node child.ts <port> <call>`. It heeds no SIGTERM and keeps the tool's output open,
 * until it is killed or the harness goes away.
 */
import { connect } from 'node:net'
import { ledgerKey } from './key.ts'

const [port, call] = process.argv.slice(2)
process.on('SIGTERM', () => {})
const socket = connect(Number(port), '127.0.0.1', () => {
  socket.write(`${JSON.stringify({ key: process.env[ledgerKey], call, pid: process.pid, child: true })}\n`)
})
socket.on('error', () => process.exit(70))
socket.on('close', () => process.exit(70))
socket.resume()
