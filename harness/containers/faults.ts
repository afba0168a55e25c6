import type { Container, ContainerChange } from '../machine.ts'
import type { EntryBody } from '../record/entry.ts'
import { networkFaults } from './network-faults.ts'
import { resourceFaults } from './resource-faults.ts'
import type { Target } from './target.ts'

/** What undoes a change. */
const undone: Partial<Record<ContainerChange, ContainerChange>> = {
  disconnected: 'connected',
  'losing packets': 'repaired',
  slow: 'repaired',
  'without names': 'repaired',
  paused: 'going on',
  'starved of CPU': 'fed',
  full: 'with room',
}

/** The faults of a gateway's container and of its networks. */
export class Faults implements Container {
  root: Container['root'] = 'writable'
  readonly #note: (body: EntryBody) => void
  readonly #changes: Readonly<Record<ContainerChange, () => Promise<void>>>
  readonly #toUndo = new Set<ContainerChange>()

  constructor(target: Target, note: (body: EntryBody) => void) {
    this.#note = note
    this.#changes = { ...networkFaults(target), ...resourceFaults(target) }
  }

  async change(to: ContainerChange): Promise<void> {
    await this.#changes[to]()
    this.#toUndo.delete(to)
    const undo = undone[to]
    if (undo !== undefined) this.#toUndo.add(undo)
    // how a container died is noted where its end is
    if (to !== 'out of memory') this.#note({ kind: 'container-changed', to })
  }

  async undo(change: ContainerChange): Promise<void> {
    const back = undone[change]
    if (back === undefined || !this.#toUndo.has(back)) return
    await this.#changes[back]()
    this.#toUndo.delete(back)
  }
}
