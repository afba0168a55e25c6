import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { PlantedBug } from '../change.ts'
import type { Call } from '../server/history.ts'
import type { Command, Exit, Result } from '../server/tools.ts'

/** Bugs in how tools run and end. */
export const tools = {
  'stopped-tool-starts-again': {
    does: 'starts a tool again that a stop has ended',
    claim: 'tool-runs-once',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Tools = class extends parts.Tools {
        override async run(call: Call, stop: AbortSignal) {
          const result = await super.run(call, stop)
          if (!stop.aborted) return result
          acted()
          void super.run(call, new AbortController().signal)
          return result
        }
      }
    },
  },
  'arguments-lose-a-letter': {
    does: 'runs a command without its last letter',
    claim: 'arguments-whole',
    scenario: 'one-fails-one-dies',
    plant(parts, acted) {
      parts.Tools = class extends parts.Tools {
        override run(call: Call, stop: AbortSignal) {
          acted()
          const input = call.input as Command
          return super.run({ ...call, input: { ...input, command: input.command.slice(0, -1) } }, stop)
        }
      }
    },
  },
  'results-by-id-alone': {
    does: 'keeps results by the id of their call, also where two sessions have the same id',
    claim: 'sessions-apart',
    scenario: 'sessions/four-sessions-same-ids',
    plant(parts, acted) {
      const kept = new Map<string, Result>()
      parts.Tools = class extends parts.Tools {
        override async run(call: Call, stop: AbortSignal) {
          const result = await super.run(call, stop)
          const known = kept.get(call.id) ?? result
          if (known !== result) acted()
          kept.set(call.id, known)
          return known
        }
      }
    },
  },
  'stopped-tool-lives-on': {
    does: 'does not end the tools of a run that is stopped',
    claim: 'processes-gone',
    scenario: 'stop-one-running',
    plant: spare((isLate) => !isLate),
  },
  'late-tool-lives-on': {
    does: 'does not end a tool that has timed out',
    claim: 'processes-gone',
    scenario: 'tool-hangs-past-timeout',
    plant: spare((isLate) => isLate),
  },
  'stop-spares-children': {
    does: 'ends the shell of a tool whose run is stopped, and not what the shell has started',
    claim: 'processes-gone',
    scenario: 'tools/child-ignores-sigterm',
    plant(parts, acted) {
      parts.Tools = class extends parts.Tools {
        protected override kill(child: ChildProcess) {
          // what has ended by itself has left nothing
          if (child.exitCode === null && child.signalCode === null) acted()
          child.kill('SIGKILL')
        }
      }
    },
  },
  'killed-tool-said-done': {
    does: 'reports success for a tool that it killed',
    claim: 'statements-honest',
    scenario: 'stop-one-running',
    plant: sayDone(({ ended }) => ended !== undefined),
  },
  'failure-said-done': {
    does: 'reports success for a tool that failed',
    claim: 'statements-honest',
    scenario: 'one-fails-one-dies',
    plant: sayDone(({ code }) => code !== 0),
  },
} satisfies Record<string, PlantedBug>

/** Takes some tools for ended that live on. */
function spare(isSpared: (isLate: boolean) => boolean): PlantedBug['plant'] {
  const spares = ({ reason }: AbortSignal) => isSpared(reason instanceof DOMException && reason.name === 'TimeoutError')
  return (parts, acted) => {
    parts.Tools = class extends parts.Tools {
      protected override end(child: ChildProcess, ending: AbortSignal) {
        if (!spares(ending)) return super.end(child, ending)
        acted()
      }
      protected override exitOf(child: ChildProcess, ending: AbortSignal) {
        return Promise.race([super.exitOf(child, ending), this.#spared(ending)])
      }
      async #spared(ending: AbortSignal): Promise<[null, 'SIGKILL']> {
        if (!ending.aborted) await once(ending, 'abort')
        return spares(ending) ? [null, 'SIGKILL'] : new Promise(() => {})
      }
    }
  }
}

function sayDone(isSaid: (exit: Exit) => boolean): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.Tools = class extends parts.Tools {
      protected override resultOf(exit: Exit) {
        if (!isSaid(exit)) return super.resultOf(exit)
        acted()
        return { text: [exit.said, '[exit code 0]'].filter(Boolean).join('\n'), error: false }
      }
    }
  }
}
