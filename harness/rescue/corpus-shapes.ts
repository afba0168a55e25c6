import type { Json } from '../../mock-provider/json.ts'
import type { Dice, Event, Whole } from './corpus.ts'

/** A kind of damage: a sound session, broken; nothing when the session has no place for it. */
export type Shape = (whole: Whole, dice: Dice, madeUp: string) => string | undefined

const line = (event: Event) => `${JSON.stringify(event)}\n`
const file = (events: readonly Event[]) => events.map(line).join('')

function isResult({ message }: Event): boolean {
  return message?.role === 'toolResult'
}

function callIds({ message }: Event): string[] {
  const content = message?.role === 'assistant' ? (message.content as Json[]) : []
  return content.flatMap(({ type, id }) => (type === 'toolCall' ? [String(id)] : []))
}

/** Who hung on an entry hangs on another. */
function relinked(events: readonly Event[], from: string, to: string | null | undefined): Event[] {
  return events.map((event) => (event.parentId === from ? { ...event, parentId: to ?? null } : event))
}

function withMessage(event: Event, more: Json): Event {
  return { ...event, message: { ...event.message, ...more } }
}

function results(events: readonly Event[]): Event[] {
  return events.filter(isResult)
}

/** The shapes that people have posted, in neutral form; what each is like is said by its name. */
export const shapes: Readonly<Record<string, Shape>> = {
  'a result was never written': ({ events }, dice) => {
    const all = results(events)
    if (all.length === 0) return undefined
    const gone = dice.of(all)
    return file(
      relinked(
        events.filter((event) => event !== gone),
        gone.id,
        gone.parentId,
      ),
    )
  },
  'a result was never written, and what came next hangs on it': ({ events }, dice) => {
    const all = results(events)
    if (all.length === 0) return undefined
    const gone = dice.of(all)
    return file(events.filter((event) => event !== gone))
  },
  'the calls of a batch were never written': ({ events }, dice) => {
    const all = events.filter((event) => callIds(event).length > 0)
    if (all.length === 0) return undefined
    const gone = dice.of(all)
    return file(events.filter((event) => event !== gone))
  },
  'one call is missing in its batch': ({ events }, dice) => {
    const all = events.filter((event) => callIds(event).length > 1)
    if (all.length === 0) return undefined
    const from = dice.of(all)
    const id = dice.of(callIds(from))
    const content = ((from.message?.content ?? []) as Json[]).filter((block) => block.id !== id)
    return file(events.map((event) => (event === from ? withMessage(event, { content }) : event)))
  },
  'a result is there twice': ({ events }, dice) => {
    const all = results(events)
    if (all.length === 0) return undefined
    const twice = dice.of(all)
    const again = { ...twice, id: [...twice.id].reverse().join(''), parentId: twice.id }
    const at = events.indexOf(twice) + 1
    return file([...events.slice(0, at), again, ...relinked(events.slice(at), twice.id, again.id)])
  },
  'a line is there twice': ({ events }, dice) => {
    const twice = dice.of(events.slice(1))
    return events.map((event) => line(event).repeat(event === twice ? 2 : 1)).join('')
  },
  'two results have each other’s ids': ({ events }) => {
    const [first, last] = [events.find(isResult), events.findLast(isResult)]
    const [a, b] = [first?.message?.toolCallId, last?.message?.toolCallId]
    const isOneBatch = events.some((event) => callIds(event).includes(String(a)) && callIds(event).includes(String(b)))
    if (first === undefined || last === undefined || isOneBatch) return undefined
    return file(
      events.map((event) => {
        if (event === first) return withMessage(event, { toolCallId: b })
        return event === last ? withMessage(event, { toolCallId: a }) : event
      }),
    )
  },
  'a result comes after what the person said next': ({ events }, dice) => {
    const all = results(events).filter((result) =>
      events.slice(events.indexOf(result)).some(({ message }) => message?.role === 'user'),
    )
    if (all.length === 0) return undefined
    const late = dice.of(all)
    const rest = relinked(
      events.filter((event) => event !== late),
      late.id,
      late.parentId,
    )
    const at = rest.findIndex(({ message }, n) => n > events.indexOf(late) && message?.role === 'user')
    const said = rest[at]
    if (said === undefined) return undefined
    const moved = { ...late, parentId: said.id }
    return file([...rest.slice(0, at + 1), moved, ...relinked(rest.slice(at + 1), said.id, late.id)])
  },
  'half a record, then the same record whole': ({ events }, dice) => {
    const half = dice.of(events.slice(2))
    return events
      .map((event) =>
        event === half ? `${line(event).slice(0, Math.floor(line(event).length / 2))}\n${line(event)}` : line(event),
      )
      .join('')
  },
  'two records are glued together, the first is half': ({ events }, dice) => {
    const half = dice.of(events.slice(2, -1))
    return events
      .map((event) => (event === half ? line(event).slice(0, Math.floor(line(event).length * 0.7)) : line(event)))
      .join('')
  },
  'two whole records are glued together': ({ events }, dice) => {
    const glued = dice.of(events.slice(1, -1))
    return events.map((event) => (event === glued ? line(event).trimEnd() : line(event))).join('')
  },
  'a summary stands between a call and its result': ({ events }, dice) => {
    const all = results(events)
    if (all.length === 0) return undefined
    const result = dice.of(all)
    const first = events.find(({ message }) => message !== undefined)
    const summary = {
      type: 'compaction',
      id: 'cccccccc',
      parentId: result.parentId ?? null,
      timestamp: result.timestamp,
      summary: 'what was said so far',
      firstKeptEntryId: first?.id,
      tokensBefore: 1,
    }
    const later = {
      ...summary,
      id: 'dddddddd',
      parentId: events.at(-1)?.id ?? null,
      summary: 'all that was said so far',
    }
    const at = events.indexOf(result)
    return file([...events.slice(0, at), summary, { ...result, parentId: summary.id }, ...events.slice(at + 1), later])
  },
  'a result without its call, under a lost parent': ({ events }) => {
    const last = events.at(-1) as Event
    const lost = {
      ...last,
      id: 'eeeeeeee',
      parentId: 'never000',
      message: {
        role: 'toolResult',
        toolCallId: 'call_never',
        toolName: 'exec',
        content: [{ type: 'text', text: 'what a lost call returned' }],
        isError: false,
      },
    }
    const said = {
      ...last,
      id: 'ffffffff',
      parentId: lost.id,
      message: { role: 'user', content: [{ type: 'text', text: 'go on then' }] },
    }
    return file([...events, lost, said])
  },
  'the last line breaks off': ({ events }, dice) => {
    const all = file(events)
    return all.slice(0, all.length - 2 - dice.below(line(events.at(-1) as Event).length - 3))
  },
  'the end was never written (NUL)': ({ events }, dice) =>
    `${file(events.slice(0, -1))}${'\0'.repeat(1 + dice.below(2_000))}`,
  'a run of NUL inside': ({ events }, dice) => {
    const hit = dice.of(events.slice(2))
    const at = dice.below(line(hit).length - 2)
    return events
      .map((event) =>
        event === hit ? `${line(event).slice(0, at)}${'\0'.repeat(9)}${line(event).slice(at + 9)}` : line(event),
      )
      .join('')
  },
  'line breaks in a text were written raw': ({ events }, dice) => {
    const all = events.filter((event) => line(event).includes('\\n'))
    if (all.length === 0) return undefined
    const raw = dice.of(all)
    return events.map((event) => (event === raw ? line(event).replaceAll(/(?<!\\)\\n/g, '\n') : line(event))).join('')
  },
  'a failed attempt has calls, and results were made up for them': ({ events }, _, madeUp) => {
    const last = events.at(-1) as Event
    const call = { type: 'toolCall', id: 'call_half', name: 'exec', arguments: { of: 'half' } }
    const failed = {
      ...last,
      id: 'aaaa0001',
      parentId: last.id,
      message: {
        role: 'assistant',
        content: [call],
        api: 'a',
        provider: 'p',
        model: 'm',
        stopReason: 'error',
        errorMessage: 'terminated',
      },
    }
    const made = {
      ...last,
      id: 'aaaa0002',
      parentId: failed.id,
      message: {
        role: 'toolResult',
        toolCallId: 'call_half',
        toolName: 'exec',
        content: [
          {
            type: 'text',
            text: madeUp,
          },
        ],
        isError: true,
      },
    }
    const said = {
      ...last,
      id: 'aaaa0003',
      parentId: made.id,
      message: { role: 'user', content: [{ type: 'text', text: 'are you there?' }] },
    }
    return file([...events, failed, made, said])
  },
  'a real result lies on another branch, and a made up one here': ({ events }, dice, madeUp) => {
    const all = results(events)
    if (all.length === 0) return undefined
    const real = dice.of(all)
    const made = withMessage({ ...real, id: 'bbbb0001' }, { content: [{ type: 'text', text: madeUp }], isError: true })
    const at = events.indexOf(real) + 1
    return file([...events.slice(0, at), made, ...relinked(events.slice(at), real.id, made.id)])
  },
  'a later call has the id of an earlier one': ({ events }) => {
    const all = events.filter((event) => callIds(event).length > 0)
    const [first, last] = [all[0], all.at(-1)]
    if (first === undefined || last === undefined || first === last) return undefined
    const [to = '', from = ''] = [callIds(first)[0], callIds(last)[0]]
    const rename = (event: Event) => JSON.parse(line(event).replaceAll(`"${from}"`, `"${to}"`)) as Event
    const at = events.indexOf(last)
    return file(events.map((event, n) => (n >= at ? rename(event) : event)))
  },
}

/** Damage of random kinds, as disks, editors and two writers do it. */
export const accidents: Readonly<Record<string, Shape>> = {
  'a line is gone': ({ events }, dice) => {
    const gone = dice.of(events.slice(1))
    return file(events.filter((event) => event !== gone))
  },
  'two lines have changed places': ({ events }, dice) => {
    const at = 1 + dice.below(events.length - 2)
    const [a, b] = [events[at], events[at + 1]] as [Event, Event]
    return file([...events.slice(0, at), b, a, ...events.slice(at + 2)])
  },
  'some bytes are gone': ({ events }, dice) => {
    const all = file(events)
    const at = line(events[0] as Event).length + dice.below(all.length - 400)
    return all.slice(0, at) + all.slice(at + 1 + dice.below(300))
  },
  'some bytes are others': ({ events }, dice) => {
    const all = file(events)
    const at = line(events[0] as Event).length + dice.below(all.length - 400)
    return `${all.slice(0, at)}"}{[,${all.slice(at + 5)}`
  },
  'a line break too many': ({ events }, dice) => {
    const all = file(events)
    const at = dice.below(all.length)
    return `${all.slice(0, at)}\n${all.slice(at)}`
  },
  'the head is gone': ({ events }, dice) => file(events).slice(1 + dice.below(line(events[0] as Event).length)),
}
