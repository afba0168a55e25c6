/** A piece of a turn, the same for every API and every store. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'result'; readonly id: string; readonly text: string; readonly error: boolean }
  | { readonly type: 'other'; readonly name: string }

/** One message of a conversation. Results belong to the user's side, as on the wire of most APIs. */
export type Turn = {
  readonly role: 'user' | 'assistant'
  readonly blocks: readonly Block[]
  /** where it stands in its source: `messages.3`, `line 12`, `row 8` */
  readonly at: string
  /** how an assistant entry of a store ended when it did not end well: an attempt the gateway may never replay */
  readonly ended?: 'error' | 'aborted'
}

/** Joins consecutive turns of one role, as the APIs do before they judge pairing. */
export function mergeTurns(turns: readonly Turn[]): Turn[] {
  const merged: Turn[] = []
  for (const turn of turns) {
    const last = merged.at(-1)
    if (last?.role === turn.role) merged[merged.length - 1] = { ...last, blocks: [...last.blocks, ...turn.blocks] }
    else merged.push(turn)
  }
  return merged
}

/** The text of a turn, its text blocks joined by newlines. */
export function textOf(turn: Turn): string {
  return turn.blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n')
}

/** The turns without each result that stands there a second time, word for word, and without turns that hold nothing else. */
export function withoutCopies(turns: readonly Turn[]): Turn[] {
  const seen = new Set<string>()
  const isNew = (block: Block) => {
    if (block.type !== 'result') return true
    const words = JSON.stringify([block.id, block.text])
    return !seen.has(words) && seen.add(words)
  }
  return turns
    .map((turn) => ({ ...turn, blocks: turn.blocks.filter(isNew) }))
    .filter(({ blocks }, index) => blocks.length > 0 || turns[index]?.blocks.length === 0)
}
