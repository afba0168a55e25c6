import type { Json } from '../../../mock-provider/json.ts'
import type { GatewaySettings } from '../../gateway-settings.ts'
import type { EntryBody } from '../../record/entry.ts'
import { textOf } from '../../transcript/transcript.ts'
import { callIdOf, turnOf } from '../session-tree/messages.ts'

type Seen = Extract<EntryBody, { kind: 'client-saw' }>['what']

const whatOf: Readonly<Record<string, Seen>> = { final: 'reply', error: 'error', aborted: 'aborted' }

/** The gateway's key of a session: one of the main agent's, or the main one of an agent that has the session's name. */
export function keyOf(session: string, { agentPerSession }: GatewaySettings): string {
  return agentPerSession ? `agent:${session}:main` : `agent:main:${session}`
}

/** The scenario's name of a session, whichever way its key was made. */
export function nameOf(key: string): string {
  const [, agent, name] = /^agent:([^:]+):(.+)$/.exec(key) ?? []
  if (agent === 'main') return name ?? key
  return name === 'main' ? (agent ?? key) : key
}

/** What an event of the gateway says that the record keeps: the ends of replies, and the starts and ends of tools. */
export function entriesOfEvent(event: string, payload: Json, client: string): EntryBody[] {
  const session = nameOf(String(payload.sessionKey ?? ''))
  const run = String(payload.runId ?? '')
  if (event === 'chat') {
    const what = whatOf[String(payload.state)]
    return what === undefined ? [] : [{ kind: 'client-saw', client, session, what, run, text: textIn(payload) }]
  }
  // `session.tool` is for those who watch a session without having asked for its run
  if ((event === 'agent' || event === 'session.tool') && payload.stream === 'tool')
    return toolReport(session, (payload.data ?? {}) as Json, client)
  return []
}

function textIn(payload: Json): string {
  const [turn] = turnOf(payload.message, 'event')
  return turn === undefined ? String(payload.errorMessage ?? '') : textOf(turn)
}

function toolReport(session: string, { phase, toolCallId }: Json, client: string): EntryBody[] {
  if (phase !== 'start' && phase !== 'result') return []
  return [
    {
      kind: 'tool-reported',
      client,
      session,
      call: callIdOf(toolCallId),
      phase: phase === 'start' ? 'started' : 'ended',
    },
  ]
}
