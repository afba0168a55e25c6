import type { ContainerProcess } from './container-process.ts'
import type { Docker } from './docker.ts'
import type { Networks, Pod } from './networks.ts'

/** What faults act on. */
export type Target = {
  readonly docker: Docker
  readonly networks: Networks
  readonly pod: () => Promise<Pod>
  readonly process: () => ContainerProcess | undefined
  /** where the state lies, when it has a disk of its own */
  readonly disk: () => string | undefined
}
