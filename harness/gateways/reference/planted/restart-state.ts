import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { PlantedBug } from '../change.ts'
import { hasCalls } from '../send.ts'
import type { Entry } from '../server/log.ts'
import type { Parts } from '../server/parts.ts'
import type { Question } from '../server/provider.ts'

/** A dead process is waited for so long: longer than any gateway may take for its start. */
const staleLockMs = 25_000

/** Bugs in what a start finds of the life before. */
export const restartState = {
  'restart-loses-history': {
    does: 'begins every session anew at a restart, but goes on writing its old files',
    claim: 'conversation-kept',
    scenario: 'sigkill-before-answer',
    plant: read(() => []),
  },
  'restart-loses-last-turn': {
    does: 'loses at a restart the newest message and everything that followed it',
    claim: 'conversation-kept',
    scenario: 'texts/beside-calls-over-a-restart',
    plant: read((entries) => {
      const last = entries.findLast(({ type }) => type === 'accepted')?.run
      return entries.filter(({ run }) => run !== last)
    }),
  },
  'restart-keeps-last-turn': {
    does: 'knows after a restart only the newest message and what followed it',
    claim: 'conversation-kept',
    scenario: 'sigkill-before-answer',
    plant: read((entries) => {
      const last = entries.findLast(({ type }) => type === 'accepted')?.run
      return entries.filter(({ run }) => run === last)
    }),
  },
  'restart-loses-answers': {
    does: 'knows after a restart what people said, but not what it had answered',
    claim: 'conversation-kept',
    scenario: 'sigkill-before-answer',
    plant(parts, acted) {
      parts.History = class extends parts.History {
        readonly #before = this.entries.length
        protected override compacted(entries: readonly Entry[]) {
          const kept = entries.filter((entry, n) => n >= this.#before || entry.type !== 'assistant' || hasCalls(entry))
          if (kept.length < entries.length) acted()
          return super.compacted(kept)
        }
      }
    },
  },
  'restart-keeps-last-result': {
    does: 'keeps the last result of each batch at a restart, and invents the others',
    claim: 'results-kept',
    scenario: 'sigterm-one-running',
    plant: read((entries) =>
      entries.filter(
        ({ type, run }, n) =>
          type !== 'result' || !entries.slice(n + 1).some((later) => later.type === 'result' && later.run === run),
      ),
    ),
  },
  'restart-mixes-results': {
    does: 'gives the results of a batch to each other’s calls after a restart',
    claim: 'results-kept',
    scenario: 'sigkill-before-answer',
    plant: read((entries) => {
      const calls = entries.flatMap((entry) => (entry.type === 'result' ? [entry.call] : []))
      return entries.map((entry) => {
        if (entry.type !== 'result') return entry
        const batch = calls.filter((call) =>
          entries.some((other) => other.type === 'result' && other.call === call && other.run === entry.run),
        )
        return { ...entry, call: batch.at(batch.indexOf(entry.call) - 1) ?? entry.call }
      })
    }),
  },
  'restart-swaps-sessions': {
    does: 'gives two sessions each other’s messages at a restart',
    claim: 'sessions-apart',
    scenario: 'process/restart-with-two-sessions',
    plant(parts, acted) {
      parts.Hub = class extends parts.Hub {
        override open() {
          const files = existsSync(this.folder) ? readdirSync(this.folder) : []
          const [one, other] = files.map((file) => join(this.folder, file))
          if (one !== undefined && other !== undefined) {
            acted()
            renameSync(one, `${one}.swapped`)
            renameSync(other, one)
            renameSync(`${one}.swapped`, other)
          }
          super.open()
        }
      }
    },
  },
  'restart-resumes-one-session': {
    does: 'opens only the first session at a start, so that the work of the others is never finished',
    claim: 'messages-answered',
    scenario: 'process/restart-with-two-sessions',
    plant(parts, acted) {
      parts.Hub = class extends parts.Hub {
        override open() {
          mkdirSync(this.folder, { recursive: true })
          const files = readdirSync(this.folder)
          if (files.length > 1) acted()
          for (const file of files.slice(0, 1)) this.session(file.slice(0, -'.jsonl'.length))
        }
      }
    },
  },
  'restart-changes-model': {
    does: 'asks another model after a restart',
    claim: 'settings-kept',
    scenario: 'sigterm-one-running',
    plant: askAfterRestart((body) => ({ ...body, model: 'chaos-model-mini' })),
  },
  'restart-loses-tools': {
    does: 'offers the model no tools after a restart',
    claim: 'settings-kept',
    scenario: 'sigterm-one-running',
    plant: askAfterRestart((body) => ({ ...body, tools: [] })),
  },
  'dead-lock-is-waited-for': {
    does: 'waits 25 s at its start for the lock of a gateway that was killed',
    claim: 'starts-in-time',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.Gateway = class extends parts.Gateway {
        override async start() {
          if (existsSync(join(this.config.state, 'lock'))) {
            acted()
            await pause(staleLockMs)
          }
          await super.start()
        }
      }
    },
  },
  'dead-lock-is-obeyed': {
    does: 'does not start where a gateway was killed, since its lock is there',
    claim: 'starts-in-time',
    scenario: 'sigkill-before-answer',
    plant(parts, acted) {
      parts.Gateway = class extends parts.Gateway {
        override async start() {
          if (existsSync(join(this.config.state, 'lock'))) {
            acted()
            throw new Error('another gateway has the lock')
          }
          await super.start()
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

/** Knows other entries after a restart than those on disk. */
function read(known: (entries: readonly Entry[]) => readonly Entry[]): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.SessionLog = class extends parts.SessionLog {
      protected override read(text: string) {
        super.read(text)
        const entries = known(this.entries)
        if (JSON.stringify(entries) !== JSON.stringify(this.entries)) acted()
        this.entries.splice(0, this.entries.length, ...entries)
      }
    }
  }
}

/** Asks otherwise when there were sessions at the start. */
function askAfterRestart(change: (body: object) => object): PlantedBug['plant'] {
  return (parts: Parts, acted) => {
    let restarted = false
    parts.Gateway = class extends parts.Gateway {
      protected override openHub() {
        restarted = existsSync(join(this.config.state, 'sessions'))
        return super.openHub()
      }
    }
    parts.Provider = class extends parts.Provider {
      protected override body(question: Question) {
        const body = super.body(question)
        if (!restarted) return body
        acted()
        return change(body)
      }
    }
  }
}
