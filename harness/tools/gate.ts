/**
 * The gated tool, run by the gateway as a real command: `node gate.ts <port> <call>`.
 * It reports that it has started, holds, and then does what the harness orders: finish with a text, fail, or die.
 * When the harness goes away it ends by itself, so none is ever left behind.
 */
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const [port, call] = process.argv.slice(2)
const socket = connect(Number(port), '127.0.0.1')
socket.on('connect', () => {
  socket.write(`${JSON.stringify({ call, pid: process.pid, args: process.argv.slice(2) })}\n`)
})
socket.on('error', () => process.exit(70))
socket.on('close', () => process.exit(70))

createInterface({ input: socket }).once('line', (line) => {
  const { order, text } = JSON.parse(line)
  if (order === 'die') process.kill(process.pid, 'SIGKILL')
  const output = order === 'fail' ? process.stderr : process.stdout
  output.write(`${text}\n`, () => socket.end('"done"\n', () => process.exit(order === 'fail' ? 1 : 0)))
})
