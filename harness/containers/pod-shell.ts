import { setTimeout as pause } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'
import { limits } from '../limits.ts'
import { execIn } from './docker.ts'
import type { Pod } from './networks.ts'

/** The system is asked this often whether something is so. */
const lookMs = 50

/** A root shell in a pod, for whoever changes or looks at its network. Scripts find their arguments in `$0`, `$1`, … */
export class PodShell {
  readonly #pod: () => Promise<Pod>

  constructor(pod: () => Promise<Pod>) {
    this.#pod = pod
  }

  /** Runs a script; resolves to what it prints. @throws HarnessError LIMIT_REACHED when it fails */
  async run(script: string, ...args: string[]): Promise<string> {
    const { container } = await this.#pod()
    const { code, output } = await execIn(container, ['sh', '-c', script, ...args], 'root')
    if (code !== 0) throw new HarnessError('LIMIT_REACHED', `"${script}" failed in the pod with ${code}: ${output}`)
    return output
  }

  /** Runs a script until it prints what is wanted. @throws HarnessError LIMIT_REACHED with what it printed last */
  async until(what: string, script: string, isSo: (output: string) => boolean): Promise<void> {
    const end = performance.now() + limits.effect
    for (;;) {
      const output = await this.run(script)
      if (isSo(output)) return
      if (performance.now() > end)
        throw new HarnessError('LIMIT_REACHED', `${what} was not seen in ${limits.effect / 1000} s: ${output}`)
      await pause(lookMs)
    }
  }
}
