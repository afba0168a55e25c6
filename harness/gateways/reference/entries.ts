import type { EntryBody } from '../../record/entry.ts'
import type { Block, Turn } from '../../transcript/transcript.ts'
import type { News } from './server/hub.ts'
import type { Entry } from './server/log.ts'

/** What a client's news say that the record keeps: the ends of runs, and the starts and ends of tools. */
export function entriesOfNews({ session, entry }: News, client: string): EntryBody[] {
  const { run } = entry
  if (entry.type === 'asked')
    return [{ kind: 'permission-asked', client, session, permission: entry.call, call: entry.call }]
  if (entry.type === 'started') return [{ kind: 'tool-reported', client, session, call: entry.call, phase: 'started' }]
  if (entry.type === 'result') return [{ kind: 'tool-reported', client, session, call: entry.call, phase: 'ended' }]
  if (entry.type === 'ended')
    return [
      {
        kind: 'client-saw',
        client,
        session,
        what: entry.how === 'stopped' ? 'aborted' : 'error',
        run,
        text: entry.text,
      },
    ]
  if (entry.type === 'compacted') return [{ kind: 'client-saw', client, session, what: 'reply', run, text: entry.text }]
  const isReply = entry.type === 'assistant' && !entry.content.some(({ type }) => type === 'tool_use')
  return isReply ? [{ kind: 'client-saw', client, session, what: 'reply', run, text: textIn(entry.content) }] : []
}

/** A log as neutral turns. */
export function turnsOf(entries: readonly Entry[]): Turn[] {
  return entries.flatMap((entry, index) => turnOf(entry, `line ${index + 1}`))
}

function turnOf(entry: Entry, at: string): Turn[] {
  if (entry.type === 'user') return [{ role: 'user', blocks: [{ type: 'text', text: entry.text }], at }]
  if (entry.type === 'assistant') return [{ role: 'assistant', blocks: entry.content.map(blockOf), at }]
  if (entry.type !== 'result') return []
  const { call: id, text, error } = entry
  return [{ role: 'user', blocks: [{ type: 'result', id, text, error }], at }]
}

function blockOf(block: Extract<Entry, { type: 'assistant' }>['content'][number]): Block {
  if (block.type === 'text') return block
  const { id, name, input } = block
  return { type: 'call', id, name, input }
}

function textIn(content: Extract<Entry, { type: 'assistant' }>['content']): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n')
}
