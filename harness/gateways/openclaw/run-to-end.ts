import { limits } from '../../limits.ts'
import type { Machine, Program } from '../../machine.ts'

/** Runs a program of OpenClaw's that ends by itself, no longer than a boot may take: its exit code, and the end of what it has printed. */
export async function runToEnd(machine: Machine, program: Program): Promise<{ code: number | null; said: string }> {
  const lines: string[] = []
  let code: number | null = null
  const running = machine.run(program, (body) => {
    if (body.kind === 'gateway-logged') lines.push(body.line)
    if (body.kind === 'gateway-exited') code = body.code
  })
  const late = setTimeout(() => running.signal('SIGKILL'), limits.boot)
  await running.exited()
  clearTimeout(late)
  return { code, said: lines.join('\n').slice(-2_000) }
}
