import type { Entry } from '../store/session.ts'
import type { Node } from './rewrite.ts'

/** Who follows whom in a conversation that is being written anew, node after node. */
export type Links = {
  /** the id that a node is to follow */
  parentOf(node: Node): string | null
  /** A node was written with this id. */
  passed(node: Node, id: string | undefined): void
  /** An entry is gone: what hung on it hangs on what is told here. */
  gone(entry: Entry): string | null
}

/** A chain: each node follows the one before it. */
export class Chain implements Links {
  #last: string | null

  constructor(nodes: readonly Node[]) {
    const first = nodes.find((node) => 'entry' in node && node.entry.parent !== undefined)
    this.#last = first !== undefined && 'entry' in first ? (first.entry.parent ?? null) : null
  }

  parentOf(): string | null {
    return this.#last
  }

  passed(_: Node, id: string | undefined): void {
    if (id !== undefined) this.#last = id
  }

  gone(): string | null {
    return this.#last
  }
}

/** A tree whose results hang on their calls: each entry follows whom it followed, as long as that is there. */
export class Tree implements Links {
  readonly #now = new Map<string | null, string | null>()

  parentOf(node: Node): string | null {
    if ('entry' in node) return this.#at(node.entry.parent ?? null)
    const near = node.near.id ?? null
    if ('result' in node) return near
    return node.isBefore ? this.#at(node.near.parent ?? null) : this.#at(near)
  }

  passed(node: Node, id: string | undefined): void {
    if (!('note' in node) || id === undefined) return
    this.#now.set((node.isBefore ? node.near.parent : node.near.id) ?? null, id)
  }

  gone({ id, parent }: Entry): string | null {
    const heir = this.#at(parent ?? null)
    if (id !== undefined) this.#now.set(id, heir)
    return heir
  }

  #at(id: string | null): string | null {
    let now = id
    while (this.#now.has(now)) now = this.#now.get(now) ?? null
    return now
  }
}
