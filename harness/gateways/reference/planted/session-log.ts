import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { PlantedBug } from '../change.ts'
import { hasCalls } from '../send.ts'
import type { Entry } from '../server/log.ts'
import type { Parts } from '../server/parts.ts'

/** Bugs in what is on disk. */
export const sessionLog = {
  'healed-only-in-memory': {
    does: 'gives interrupted calls their results in memory only, not on disk',
    claim: 'stored-transcript-paired',
    scenario: 'sigkill-one-running',
    plant: keepInMemory((entry) => entry.type === 'result' && entry.text.startsWith('[no result')),
  },
  'calls-only-in-memory': {
    does: 'writes the results of a batch to disk before its calls',
    claim: 'stored-transcript-paired',
    scenario: 'sigkill-one-running',
    plant: keepInMemory((entry) => entry.type === 'assistant' && entry.content.some(({ type }) => type === 'tool_use')),
  },
  'results-only-in-memory': {
    does: 'reports results that are not on disk yet, and loses them when it is killed',
    claim: 'results-kept',
    scenario: 'sigkill-one-running',
    plant: keepInMemory(({ type }) => type === 'result'),
  },
  'failed-write-said-done': {
    does: 'accepts a message although it could not write it down',
    claim: 'messages-answered',
    scenario: 'agents/killed-while-the-model-thinks',
    plant(parts, acted) {
      keepInMemory(({ type }) => type === 'accepted')(parts, () => {})
      // nobody can see it, unless a restart finds a message that was not answered yet: a note beside the store says so
      parts.SessionLog = class extends parts.SessionLog {
        readonly #open = new Set<string>()
        readonly #note = `${dirname(dirname(this.file))}/${basename(this.file)}.lost`
        protected override read(text: string) {
          super.read(text)
          if (existsSync(this.#note)) acted()
          rmSync(this.#note, { force: true })
        }
        protected override write(entry: Entry) {
          super.write(entry)
          if (entry.type === 'accepted') this.#open.add(entry.run)
          if (entry.type === 'ended' || (entry.type === 'assistant' && !hasCalls(entry))) this.#open.delete(entry.run)
          if (this.#open.size > 0) writeFileSync(this.#note, '')
          else rmSync(this.#note, { force: true })
        }
      }
    },
  },
  'restart-forgets-results': {
    does: 'replaces the results of a whole batch with invented ones after a restart',
    claim: 'results-kept',
    scenario: 'sigterm-one-running',
    plant: forgetResults,
  },
  'batch-runs-again': {
    does: 'runs a whole batch again after a restart, even the calls that had finished',
    claim: 'tool-runs-once',
    scenario: 'incidents/70555-stuck-after-restart.ts: SIGKILL between the last result of a batch and the answer',
    plant(parts, acted) {
      forgetResults(parts, acted)
      parts.Session = class extends parts.Session {
        protected override heal() {}
      }
    },
  },
  'cut-line-is-kept': {
    does: 'writes on after a line of its store that a crash has cut',
    claim: 'store-sound',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.SessionLog = class extends parts.SessionLog {
        protected override read(text: string) {
          if (text !== '') {
            acted()
            appendFileSync(this.file, '{"type":"resu')
          }
          super.read(text)
        }
      }
    },
  },
  'entry-stored-twice': {
    does: 'stores the last entry again when it starts',
    claim: 'store-sound',
    scenario: 'sigkill-before-answer',
    plant(parts, acted) {
      parts.SessionLog = class extends parts.SessionLog {
        protected override read(text: string) {
          if (text !== '') {
            acted()
            appendFileSync(this.file, `${text.split('\n').at(-2)}\n`)
          }
          super.read(text)
        }
      }
    },
  },
  'lock-file-left': {
    does: 'leaves a lock file at a session whose run was stopped',
    claim: 'store-sound',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.SessionLog = class extends parts.SessionLog {
        protected override write(entry: Entry) {
          super.write(entry)
          if (entry.type !== 'ended') return
          acted()
          writeFileSync(`${this.file}.lock`, String(process.pid))
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

function keepInMemory(isForgotten: (entry: Entry) => boolean): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.SessionLog = class extends parts.SessionLog {
      protected override write(entry: Entry) {
        if (isForgotten(entry)) acted()
        else super.write(entry)
      }
    }
  }
}

function forgetResults(parts: Parts, acted: () => void): void {
  parts.SessionLog = class extends parts.SessionLog {
    protected override read(text: string) {
      super.read(text)
      const kept = this.entries.filter(({ type }) => type !== 'result')
      if (kept.length < this.entries.length) acted()
      this.entries.splice(0, this.entries.length, ...kept)
    }
  }
}
