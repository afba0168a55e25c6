import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { PlantedBug } from '../change.ts'
import { hasCalls } from '../send.ts'
import type { Entry } from '../server/log.ts'

/** Bugs in when a thing is on disk: a client is told before, so that a kill in between loses what it knows. */
export const writes = {
  'reply-told-before-stored': {
    does: 'writes a reply to disk only when something follows it',
    claim: 'conversation-kept',
    scenario: 'process/killed-between-turns',
    plant: writeLate(isAnswer),
  },
  'message-accepted-before-stored': {
    does: 'writes an accepted message to disk only when something follows it',
    claim: 'messages-answered',
    scenario: 'process/killed-while-a-message-waits',
    plant: writeLate(({ type }) => type === 'accepted'),
  },
  'result-told-before-stored': {
    does: 'writes a result to disk only when something follows it',
    claim: 'results-kept',
    scenario: 'sigkill-one-running',
    plant: writeLate(({ type }) => type === 'result'),
  },
  'stored-when-a-run-ends': {
    does: 'writes what happens in a run to disk when the run is over',
    claim: 'conversation-kept',
    scenario: 'sigkill-one-running',
    plant: writeLate((entry) => entry.type !== 'ended' && !isAnswer(entry)),
  },
} satisfies Record<string, PlantedBug>

/** Writes some entries together with the next one that is not late. */
function writeLate(isLate: (entry: Entry) => boolean): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.SessionLog = class extends parts.SessionLog {
      #late: readonly Entry[] = []
      /** a note, beside what the gateway keeps, that something was not written */
      readonly #note = `${dirname(dirname(this.file))}/${basename(this.file)}.late`
      protected override read(text: string) {
        super.read(text)
        if (existsSync(this.#note)) acted()
        rmSync(this.#note, { force: true })
      }
      protected override write(entry: Entry) {
        this.#late = [...this.#late, entry]
        writeFileSync(this.#note, '')
        if (isLate(entry)) return
        for (const waiting of this.#late) super.write(waiting)
        this.#late = []
        rmSync(this.#note)
      }
    }
  }
}

function isAnswer(entry: Entry): boolean {
  return entry.type === 'assistant' && !hasCalls(entry)
}
