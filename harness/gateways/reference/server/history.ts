import type { Block, Entry } from './log.ts'

/** A call that the model made. */
export type Call = Extract<Block, { type: 'tool_use' }>

/** A message as the Messages API has it. */
export type Message = { readonly role: 'user' | 'assistant'; readonly content: readonly unknown[] }

/** How many letters of each message a summary keeps. */
const maxLetters = 80

/** What the entries of a session come to: who waits, what runs, what the model is sent. It grows as they do. */
export class History {
  protected readonly entries: readonly Entry[]

  constructor(entries: readonly Entry[]) {
    this.entries = entries
  }

  /** The runs that are not over, oldest first. */
  get openRuns(): string[] {
    return this.entries.flatMap((entry) => (entry.type === 'accepted' && !this.isOver(entry.run) ? [entry.run] : []))
  }

  /** The run whose turn it is. */
  get nextRun(): string | undefined {
    return this.openRuns[0]
  }

  /** Whether a run has its end: a reply without calls, or an entry that says why there is none. */
  isOver(run: string): boolean {
    return this.entries.some(
      (entry) =>
        entry.run === run &&
        (entry.type === 'ended' || (entry.type === 'assistant' && callsIn(entry.content).length === 0)),
    )
  }

  /** The calls of a run that have no result yet. */
  openCalls(run: string): Call[] {
    const reply = this.entries.findLast((entry) => entry.type === 'assistant' && entry.run === run)
    return reply?.type === 'assistant' ? callsIn(reply.content).filter(({ id }) => !this.hasResult(id)) : []
  }

  /** What the model is sent. Entries of one role in a row become one message. */
  messages(): Message[] {
    const messages: { role: Message['role']; content: unknown[] }[] = []
    for (const { role, content } of this.compacted(this.entries).flatMap((entry) => this.messageOf(entry))) {
      const last = messages.at(-1)
      if (last?.role === role) last.content.push(...content)
      else messages.push({ role, content: [...content] })
    }
    return messages
  }

  /**
   * The text that replaces the older part of the history, and the line of the first entry that is kept. The run of the last reply is kept
   * whole: the model has seen every result before it, and may not have seen those in it.
   */
  summary(): { from: number; text: string } {
    const last = this.entries.findLast(({ type }) => type === 'assistant')?.run
    const kept = this.entries.findIndex(({ type, run }) => type === 'user' && run === last)
    const said = this.entries
      .slice(0, Math.max(kept, 0))
      .flatMap((entry) => (entry.type === 'user' ? [entry.text] : []))
    if (said.length === 0) return { from: 1, text: 'There was nothing to summarize.' }
    const words = said.map((text) => `- ${text.slice(0, maxLetters)}`)
    return { from: kept + 1, text: ['Before this, the user has said:', ...words].join('\n') }
  }

  /** Why no request may be made of this history, if that is so: the provider would refuse it and every later one. */
  get damage(): string | undefined {
    return damageIn(this.entries)
  }

  /** Whether the history stays sound with one more entry. */
  takes(entry: Entry): boolean {
    return damageIn([...this.entries, entry]) === undefined
  }

  protected hasResult(call: string): boolean {
    return this.entries.some((entry) => entry.type === 'result' && entry.call === call)
  }

  protected compacted(entries: readonly Entry[]): readonly Entry[] {
    const last = entries.findLast((entry) => entry.type === 'compacted')
    if (last === undefined || last.from === 1) return entries
    return [{ type: 'user', run: last.run, text: last.text }, ...entries.slice(last.from - 1)]
  }

  protected messageOf(entry: Entry): Message[] {
    if (entry.type === 'user') return [{ role: 'user', content: [{ type: 'text', text: entry.text }] }]
    if (entry.type === 'assistant') return [{ role: 'assistant', content: entry.content }]
    if (entry.type !== 'result') return []
    const { call, text, error } = entry
    const result = { type: 'tool_result', tool_use_id: call, content: text, ...(error && { is_error: true }) }
    return [{ role: 'user', content: [result] }]
  }
}

function callsIn(content: readonly Block[]): Call[] {
  return content.filter((block) => block.type === 'tool_use')
}

/** What is wrong with a history that no further result can mend. Calls of the newest reply may wait for their results. */
function damageIn(entries: readonly Entry[]): string | undefined {
  const seen = new Set<string>()
  let open = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    const at = `line ${index + 1}`
    if (entry.type === 'result' && !open.delete(entry.call)) return `${at} is a result without its call (${entry.call})`
    if (entry.type === 'user' || entry.type === 'assistant') {
      if (open.size > 0) return `${at} comes before the results of ${[...open].join(', ')}`
      const ids = entry.type === 'assistant' ? callsIn(entry.content).map(({ id }) => id) : []
      if (ids.some((id) => seen.has(id))) return `${at} has a call id a second time`
      for (const id of ids) seen.add(id)
      open = new Set(ids)
    }
  }
  return undefined
}
