import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { limits } from '../../limits.ts'
import type { Machine } from '../../machine.ts'
import { Connection } from './connection.ts'
import { Device } from './device.ts'
import type { Parts } from './gateway.ts'
import { programOf } from './process.ts'

/** The name of the client that is connected to the second gateway, when there is one. */
export const clientOfAnother = 'other'

/** A gateway that is still starting is asked again this often. */
const retryMs = 50

/**
 * Starts a second OpenClaw beside the first, with the same configuration and on the same state, in a container of its own, whose
 * `/tmp` is its own, too. Resolves when it lets a client in or has exited, which is noted; to where it is, or nothing.
 * @throws HarnessError GATEWAY_NOT_READY when it does neither
 */
export async function startAnother(parts: Parts, machine: Machine): Promise<Machine | undefined> {
  const { installed, place, layout, port, token } = parts
  const note: Place['note'] = (body) => {
    if (body.kind === 'gateway-started') place.note({ kind: 'another-gateway', state: 'started', detail: '' })
    else if (body.kind === 'gateway-exited')
      place.note({ kind: 'another-gateway', state: 'exited', detail: JSON.stringify(body) })
    else if (body.kind === 'gateway-logged') place.note({ ...body, line: `[another gateway] ${body.line}` })
  }
  await machine.port(port)
  const program = programOf(installed, { ...place, machine }, layout, port)
  const process = machine.run({ ...program, env: { ...program.env, TMPDIR: '/tmp' } }, note)
  const until = performance.now() + limits.boot
  const listener = { onEvent: () => {}, onClose: () => {} }
  while (process.running && performance.now() < until) {
    const url = `ws://127.0.0.1:${await machine.view(port)}`
    const { connection, answer } = await Connection.open(url, listener, { device: new Device(), token, scopes: 'all' })
    if (answer.ok) {
      connection.close()
      place.note({ kind: 'another-gateway', state: 'ready', detail: url })
      return machine
    }
    await pause(retryMs)
  }
  if (process.running)
    throw new HarnessError('GATEWAY_NOT_READY', `the other gateway was not ready within ${limits.boot / 1000} s`)
  return undefined
}
