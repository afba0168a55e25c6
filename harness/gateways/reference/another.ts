import type { Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { inTime } from '../../in-time.ts'
import { limits } from '../../limits.ts'
import type { Program, Running } from '../../machine.ts'

/** What its process says when clients may connect. */
export const readyLine = /^ready on port (\d+)$/

/** Starts a second gateway with the configuration of the first; resolves when it is ready or has exited, which is noted. */
export async function startAnother(program: Program, { machine, note }: Place): Promise<Running> {
  const ready = Promise.withResolvers<void>()
  const another = machine.run(program, (body) => {
    if (body.kind === 'gateway-started') note({ kind: 'another-gateway', state: 'started', detail: '' })
    if (body.kind === 'gateway-exited') note({ kind: 'another-gateway', state: 'exited', detail: JSON.stringify(body) })
    if (body.kind !== 'gateway-logged') return
    note({ ...body, line: `[another gateway] ${body.line}` })
    if (!readyLine.test(body.line)) return
    note({ kind: 'another-gateway', state: 'ready', detail: body.line })
    ready.resolve()
  })
  await inTime(Promise.race([ready.promise, another.exited()]), limits.boot, () => {
    const why = `the second gateway was not ready within ${limits.boot / 1000} s (limit "boot")`
    return new HarnessError('GATEWAY_NOT_READY', why)
  })
  return another
}
