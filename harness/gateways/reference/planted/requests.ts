import type { PlantedBug } from '../change.ts'
import { hasCalls, send, sendEach } from '../send.ts'
import type { Call } from '../server/history.ts'
import type { Entry } from '../server/log.ts'

/** Bugs in what later requests say of what was said and done before; what is on disk is right. */
export const requests = {
  'own-answers-missing': {
    does: 'leaves its own answers out of later requests',
    claim: 'conversation-kept',
    scenario: 'network/reconnect-after-answer',
    plant: sendEach((entry) => (entry.type === 'assistant' && !hasCalls(entry) ? [] : entry)),
  },
  'answer-sent-twice': {
    does: 'sends the last answer twice',
    claim: 'conversation-kept',
    scenario: 'network/reconnect-after-answer',
    plant: send((entries) => {
      const last = entries.findLastIndex((entry) => entry.type === 'assistant' && !hasCalls(entry))
      return entries.flatMap((entry, index) => (index === last ? [entry, entry] : entry))
    }),
  },
  'message-sent-twice': {
    does: 'sends the newest message twice in each request',
    claim: 'conversation-kept',
    scenario: 'message-during-batch',
    plant: send((entries) => {
      const last = entries.findLastIndex(({ type }) => type === 'user')
      return entries.flatMap((entry, index) => (index === last ? [entry, entry] : entry))
    }),
  },
  'failed-message-forgotten': {
    does: 'removes a message that could not be answered, so that the model never sees it',
    claim: 'conversation-kept',
    scenario: 'key-expired',
    plant: send((entries) => {
      const failed = new Set(
        entries.flatMap((entry) => (entry.type === 'ended' && entry.how === 'failed' ? [entry.run] : [])),
      )
      const replied = new Set(entries.flatMap(({ type, run }) => (type === 'assistant' ? [run] : [])))
      return entries.filter(({ run }) => !failed.has(run) || replied.has(run))
    }),
  },
  'texts-beside-calls-missing': {
    does: 'leaves out of later requests what the model said beside its calls',
    claim: 'conversation-kept',
    scenario: 'texts/beside-calls-over-a-restart',
    plant: sendEach((entry) => (hasCalls(entry) ? withContent(entry, (block) => block.type === 'tool_use') : entry)),
  },
  'arguments-emptied': {
    does: 'sends calls that have their results without their arguments',
    claim: 'conversation-kept',
    scenario: 'message-during-batch',
    plant: sendEach((entry) => withInput(entry, () => ({}))),
  },
  'arguments-shortened': {
    does: 'sends the arguments of earlier calls cut to 20 letters',
    claim: 'conversation-kept',
    scenario: 'one-fails-one-dies',
    plant: sendEach((entry) => withInput(entry, (input) => mapTexts(input, (text) => text.slice(0, 20)))),
  },
  'arguments-encoded-twice': {
    does: 'sends the arguments of earlier calls as JSON in a text',
    claim: 'conversation-kept',
    scenario: 'one-fails-one-dies',
    plant: sendEach((entry) => withInput(entry, (input) => ({ arguments: JSON.stringify(input) }))),
  },
  'arguments-lost-at-restart': {
    does: 'forgets at a restart with which arguments tools were called',
    claim: 'conversation-kept',
    scenario: 'sigterm-one-running',
    plant: sendEach((entry, old) => (old ? withInput(entry, () => ({})) : entry)),
  },
  'calls-renamed': {
    does: 'sends earlier calls under the name of another tool',
    claim: 'conversation-kept',
    scenario: 'one-fails-one-dies',
    plant: sendEach((entry) => withCalls(entry, (call) => ({ ...call, name: `run_${call.name}` }))),
  },
  'error-flags-dropped': {
    does: 'sends what a tool that failed has returned as if it had succeeded',
    claim: 'results-kept',
    scenario: 'tools/fails-in-batch',
    plant: sendEach((entry) => (entry.type === 'result' ? { ...entry, error: false } : entry)),
  },
  'error-flags-turned-at-restart': {
    does: 'takes the results that it reads from disk for failures',
    claim: 'results-kept',
    scenario: 'sigterm-one-running',
    plant: sendEach((entry, old) => (old && entry.type === 'result' ? { ...entry, error: true } : entry)),
  },
  'old-results-emptied': {
    does: 'sends results of earlier messages without their text, and does not say so',
    claim: 'results-kept',
    scenario: 'network/drop-and-reconnect',
    plant: send((entries) => {
      const newest = entries.findLast(({ type }) => type === 'user')?.run
      return entries.map((entry) => (entry.type === 'result' && entry.run !== newest ? { ...entry, text: '' } : entry))
    }),
  },
  'queued-message-before-answer': {
    does: 'sends a message that waited before the answer to the one before it',
    claim: 'conversation-kept',
    scenario: 'stops/second-message-followup',
    plant: send((entries) => {
      const sorted = [...entries]
      for (const [index, entry] of entries.entries()) {
        const waited = entries.findIndex(({ type, run }) => type === 'accepted' && run === entry.run)
        const answer = sorted.slice(0, index).findLastIndex(({ type }) => type === 'assistant')
        if (entry.type === 'user' && waited < answer) sorted.splice(answer, 0, ...sorted.splice(index, 1))
      }
      return sorted
    }),
  },
} satisfies Record<string, PlantedBug>

function withContent(entry: Entry, keeps: (block: { type: string }) => boolean): Entry {
  return entry.type === 'assistant' ? { ...entry, content: entry.content.filter(keeps) } : entry
}

function withCalls(entry: Entry, change: (call: Call) => Call): Entry {
  if (entry.type !== 'assistant') return entry
  return { ...entry, content: entry.content.map((block) => (block.type === 'tool_use' ? change(block) : block)) }
}

function withInput(entry: Entry, change: (input: unknown) => unknown): Entry {
  return withCalls(entry, (call) => ({ ...call, input: change(call.input) }))
}

function mapTexts(input: unknown, change: (text: string) => string): unknown {
  const fields = Object.entries(Object(input))
  return Object.fromEntries(fields.map(([name, value]) => [name, typeof value === 'string' ? change(value) : value]))
}
