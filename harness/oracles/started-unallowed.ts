import type { Facts } from '../facts/facts.ts'
import type { Permission } from '../facts/permissions.ts'
import { sessionOfCall } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Finding } from './judgement.ts'

/** A tool that started although a person was asked whether it may, and had not allowed it. The answer to the newest question counts. */
export function startedUnallowed(facts: Facts, start: EntryOf<'tool-started'>): Finding[] {
  const { n, call, tool, pid } = start
  const session = sessionOfCall(facts, call, tool) ?? 'main'
  const asked = facts.permissions.ofCall(call, session).findLast((permission) => permission.n < n)
  const answered = asked?.answered !== undefined && asked.answered.n < n ? asked.answered : undefined
  if (asked === undefined || answered?.answer === 'allowed') return []
  return [
    {
      says: `tool ${tool} was started ${answered === undefined ? 'before anybody had allowed it' : because[answered.answer]}`,
      expected: 'a tool starts when the person who was asked has allowed it',
      actual: `it started as pid ${pid}`,
      entries: [asked.n, ...(answered === undefined ? [] : [answered.n]), n],
      excerpt: [wordsOf(asked), `${start.at - asked.asked.at} ms after it was asked: call ${call}, pid ${pid}`],
    },
  ]
}

const because = {
  declined: 'although the person had declined it',
  withdrawn: 'after a stop, which had ended the question whether it may run',
} as const

function wordsOf({ asked, answered }: Permission): string {
  const { client, permission } = asked
  return `client ${client} was asked (permission ${permission}), and ${answered === undefined ? 'did not answer' : `answered: ${answered.answer}`}`
}
