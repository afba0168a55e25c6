import type { Entry, EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  begun,
  finished,
  history,
  ran,
  record,
  reply,
  saw,
  stored,
  turns,
} from '../record/example.ts'

/** So many conversations go on at once. */
const abreast = 4
/** So many messages a conversation has before another begins. */
const messagesEach = 12

/** A conversation that grows: its session, and what was said in it so far. */
type Conversation = { readonly session: string; readonly said: string[] }

/** A lawful record of at least so many entries: conversations of moderate length, several at once, two tools in each turn. */
export function longRecord(entries: number): Entry[] {
  const bodies: EntryBody[] = [begun()]
  const all: Conversation[] = []
  let message = 0
  while (bodies.length < entries) {
    const group = Array.from({ length: abreast }, (_, one) => ({ session: `session-${all.length + one}`, said: [] }))
    for (let round = 0; round < messagesEach && bodies.length < entries; round++)
      for (const conversation of group) bodies.push(...turnOf(conversation, message++))
    all.push(...group)
  }
  const ends = all.map(({ session, said }) => [history(turns(...said), session), stored(turns(...said), session)])
  return record(...bodies, ...ends.flat(), ...atRest, { kind: 'store-checked', problems: [] })
}

/** A message, a batch of two tools, and the answer. */
function turnOf({ session, said }: Conversation, message: number): EntryBody[] {
  const calls = ['a', 'b'].map((tool) => ({
    id: `toolu_${message}${tool}`,
    tool,
    name: 'exec',
    input: { of: message },
  }))
  const results = calls.map(({ id, tool }) => ({ id, tool, text: `${tool} returned what was asked for in ${message}` }))
  const request = message * 2
  said.push(`u:question ${message} of ${session}: how do the two compare, and why?`)
  const first = said.slice()
  said.push(`a:let me look at ${message}|${calls.map(({ id, input }) => `+${id}:${JSON.stringify(input)}`).join('|')}`)
  said.push(`u${results.map(({ id, text }) => `=${id}:${text}`).join('|')}`)
  const second = said.slice()
  const answer = `answer ${message}: they are alike in most respects, and differ in the one that was asked about`
  said.push(`a:${answer}`)
  return [
    ...accepted(`m${message}`, first.at(-1)?.slice(2) ?? '', session),
    asked(request, message, turns(...first)),
    ...reply(request, `let me look at ${message}`, ...calls),
    ...calls.flatMap(({ id, tool }, index) => ran(id, tool, message * 2 + index + 1, session)),
    ...results.flatMap(({ id, tool, text }) => finished(id, tool, text, session)),
    { kind: 'sessions-seen', sessions: [{ session, running: true, status: 'running' }] },
    asked(request + 1, message, turns(...second)),
    ...reply(request + 1, answer),
    saw(`r-m${message}`, answer, { session }),
    { kind: 'gateway-logged', line: `the turn of message ${message} is over` },
  ]
}
