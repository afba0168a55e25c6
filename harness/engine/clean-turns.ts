import type { ScriptedTurn } from '../../mock-provider/script.ts'
import { HarnessError } from '../errors.ts'
import type { EntryBody } from '../record/entry.ts'
import type { Step } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'

/** When a clean turn is had: once all is mended, and once more after a restart. */
const times = ['mended', 'restarted'] as const

/** One of them. */
export type Time = (typeof times)[number]

/** A clean turn: in which session, what is said, and where its answer stands in the script. */
export type CleanTurn = ScriptedTurn & { readonly session: string; readonly time: Time; readonly turn: number }

/**
 * The clean turns of a run, whose answers follow those of its script: each session is asked something that nobody else says, and the model
 * answers it with words that it says to nobody else. A schedule without a message has them in the main session.
 * @param scripted how many turns the script has without them
 */
export function cleanTurns(steps: readonly Step[], scripted: number, seed: number): CleanTurn[] {
  const said = steps.flatMap((step) => (step.do === 'user.says' ? [step.session] : []))
  const sessions = said.length === 0 ? ['main'] : [...new Set(said)]
  const mark = seed.toString(36)
  return times
    .flatMap((time) => sessions.map((session) => ({ time, session })))
    .map((where, n) => ({
      ...where,
      turn: scripted + n,
      says: `anybody there, après tout ça? 你好 🙂 (${mark}-${n + 1})`,
      // letters of two, three and four bytes: what cuts a text by bytes, or reads it in another encoding, garbles them
      replies: [{ text: `here, as ever: naïve, 東京, 🦊 (${mark}-${n + 1})`, calls: [] }],
    }))
}

/** Marks the messages of clean turns as what they are, in what is noted. */
export function markTurns(turns: readonly CleanTurn[], note: (body: EntryBody) => void): (body: EntryBody) => void {
  const ours = new Set(turns.map(({ says }) => says))
  return (body) => note(body.kind === 'client-sent' && ours.has(body.text) ? { ...body, aftermath: true } : body)
}

/** Says what a clean turn says, to each session that the run has had; a gateway that gives no answer at all is asked no more. */
export async function takeTurns(turns: readonly CleanTurn[], { gateway, provider, record }: Stage): Promise<void> {
  const { all } = record.facts.messages
  for (const { session, says, turn } of turns) {
    const last = all.findLast((message) => message.session === session)
    if (last === undefined && all.length > 0) continue
    provider.release({ turn, reply: 0 })
    try {
      await gateway.client(last?.client ?? 'main').send(session, says)
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      record.append({ kind: 'aftermath-missed', what: `a clean turn in session ${session}`, why: error.message })
      return
    }
  }
}
