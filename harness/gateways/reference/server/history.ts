import type { Block, Entry } from './log.ts'
import { asShown } from './planted-history.ts'

/** A call of the model's. */
export type Call = Extract<Block, { type: 'tool_use' }>

/** How many letters of each message a summary keeps. */
const maxLetters = 80

/** A message as the Messages API has it. */
export type Message = { readonly role: 'user' | 'assistant'; readonly content: readonly unknown[] }

/** The messages that are neither answered, stopped nor failed, oldest first. */
export function openRuns(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => (entry.type === 'accepted' && !isOver(entries, entry.run) ? [entry.run] : []))
}

/** The message whose turn it is. */
export function nextRun(entries: readonly Entry[]): string | undefined {
  return openRuns(entries)[0]
}

/** Whether a run has its end: a reply without calls, or one that says why there is none. */
export function isOver(entries: readonly Entry[], run: string): boolean {
  return entries.some(
    (entry) =>
      entry.run === run &&
      (entry.type === 'ended' || (entry.type === 'assistant' && callsIn(entry.content).length === 0)),
  )
}

/** The calls of a run that have no result yet. */
export function openCalls(entries: readonly Entry[], run: string): Call[] {
  const reply = entries.findLast((entry) => entry.type === 'assistant' && entry.run === run)
  return reply?.type === 'assistant' ? callsIn(reply.content).filter(({ id }) => !hasResult(entries, id)) : []
}

function hasResult(entries: readonly Entry[], call: string): boolean {
  return entries.some((entry) => entry.type === 'result' && entry.call === call)
}

function callsIn(content: readonly Block[]): Call[] {
  return content.filter((block) => block.type === 'tool_use')
}

/** What the model is sent: entries of one role after another are one message. */
export function conversation(entries: readonly Entry[]): Message[] {
  const messages: { role: Message['role']; content: unknown[] }[] = []
  for (const { role, content } of compacted(asShown(entries)).flatMap(messageOf)) {
    const last = messages.at(-1)
    if (last?.role === role) last.content.push(...content)
    else messages.push({ role, content: [...content] })
  }
  return messages
}

/**
 * The text that takes the place of a history, and the line that it ends before: the run of the last reply stays whole, since the model has
 * seen every result before it and may not have seen those in it.
 */
export function summaryOf(entries: readonly Entry[]): { from: number; text: string } {
  const last = entries.findLast(({ type }) => type === 'assistant')?.run
  const kept = entries.findIndex(({ type, run }) => type === 'user' && run === last)
  const said = entries.slice(0, Math.max(kept, 0)).flatMap((entry) => (entry.type === 'user' ? [entry.text] : []))
  if (said.length === 0) return { from: 1, text: 'There was nothing to summarize.' }
  const words = said.map((text) => `- ${text.slice(0, maxLetters)}`)
  return { from: kept + 1, text: ['Before this, the user has said:', ...words].join('\n') }
}

function compacted(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.findLast((entry) => entry.type === 'compacted')
  if (last === undefined || last.from === 1) return entries
  return [{ type: 'user', run: last.run, text: last.text }, ...entries.slice(last.from - 1)]
}

function messageOf(entry: Entry): Message[] {
  if (entry.type === 'user') return [{ role: 'user', content: [{ type: 'text', text: entry.text }] }]
  if (entry.type === 'assistant') return [{ role: 'assistant', content: entry.content }]
  if (entry.type !== 'result') return []
  const { call, text, error } = entry
  return [
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: call, content: text, ...(error && { is_error: true }) }],
    },
  ]
}

/**
 * What is wrong with a stored history that appending results cannot heal: no request may be made of it, since the provider
 * would refuse this one and every later one. Calls of the newest reply may wait for their results.
 */
export function damageIn(entries: readonly Entry[]): string | undefined {
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
