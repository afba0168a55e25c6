/**
 * The gated tool, run by the gateway as a real command: `node gate.ts <port> <call>`, or, where it began as a shell (gate.sh), with what was
 * heard by then and the connection, which is open under the number 3.
 * It reports that it has started, holds, and then does what the harness orders: resist SIGTERM, return, fail, or die. It ends only after the
 * harness has noted its end, so that no gateway can go on before that is in the record.
 * When the harness goes away it ends by itself, so none is ever left behind.
 */
import { spawn } from 'node:child_process'
import { connect, Socket } from 'node:net'
import { eachMessage } from '../lines.ts'
import { programPath } from '../package.ts'
import { ledgerKey } from './key.ts'
import { type Order, type Ordered, outputOf, type Resistance } from './order.ts'

const [port = '', call = '', heard] = process.argv.slice(2)
const socket =
  heard === undefined ? connect(Number(port), '127.0.0.1') : new Socket({ fd: 3, readable: true, writable: true })
const tell = (what: object) => socket.write(`${JSON.stringify(what)}\n`)
socket.on('connect', () => tell({ key: process.env[ledgerKey], call, pid: process.pid, args: process.argv.slice(2) }))
socket.on('error', () => process.exit(70))
socket.on('close', () => process.exit(70))

let end = () => {}
eachMessage<Ordered>(socket, hear)
if (heard !== undefined) hear(JSON.parse(heard))

function hear({ order, resist, text, noted }: Ordered): void {
  if (noted) end()
  else if (resist === undefined) obey(order, text)
  else prepare(resist, text)
}

function obey(order: Order, text: string): void {
  end = () => (order === 'die' ? process.kill(process.pid, 'SIGKILL') : process.exit(order === 'fail' ? 1 : 0))
  const done = () => tell({ done: true })
  if (order === 'die') return void done()
  const output = order === 'fail' ? process.stderr : process.stdout
  output.write(outputOf(order, text), done)
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
