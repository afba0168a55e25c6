/**
 * The gated tool, run by the gateway as a real command: `node gate.ts <port> <call>`.
 * It reports that it has started, holds, and then does what the harness orders: resist SIGTERM, return, fail, or die.
 * When the harness goes away it ends by itself, so none is ever left behind.
 */
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { eachMessage } from '../lines.ts'
import { programPath } from '../package.ts'
import { ledgerKey } from './key.ts'
import { type Order, type Ordered, outputOf, type Resistance } from './order.ts'

const [port = '', call = ''] = process.argv.slice(2)
const socket = connect(Number(port), '127.0.0.1')
const tell = (what: object) => socket.write(`${JSON.stringify(what)}\n`)
socket.on('connect', () => tell({ key: process.env[ledgerKey], call, pid: process.pid, args: process.argv.slice(2) }))
socket.on('error', () => process.exit(70))
socket.on('close', () => process.exit(70))

eachMessage<Ordered>(socket, ({ order, resist, text }) => {
  if (resist === undefined) obey(order, text)
  else prepare(resist, text)
})

function obey(order: Order, text: string): void {
  if (order === 'die') process.kill(process.pid, 'SIGKILL')
  const output = order === 'fail' ? process.stderr : process.stdout
  output.write(outputOf(order, text), () => {
    socket.end('{"done":true}\n', () => process.exit(order === 'fail' ? 1 : 0))
  })
}

function prepare(resist: Resistance, text: string): void {
  if (resist === 'child')
    spawn(process.execPath, [programPath('./child.ts', import.meta.url), port, call], { stdio: 'inherit' })
  else
    process.on('SIGTERM', () => {
      tell({ resisted: true })
      if (resist === 'writes') process.stdout.write(`${text}\n`, () => process.kill(process.pid, 'SIGKILL'))
    })
  if (resist !== 'child') tell({ resists: true })
}
