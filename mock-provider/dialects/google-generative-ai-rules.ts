import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json } from '../json.ts'
import { checkSignature } from '../signature.ts'
import { rejectionIn } from './evidence.ts'
import { googleEvidence } from './google-generative-ai-evidence.ts'
import { judgeContents, unreadable } from './google-generative-ai-fields.ts'
import { fieldOf, manyOf } from './google-generative-ai-proto.ts'
import { judgeTools } from './google-generative-ai-tools.ts'
import { say, type Words } from './words.ts'

/** A content, or several of the model's in a row, as the rules about turns see it; `at` is the index of the first. */
type Turn = {
  readonly at: number
  readonly role: unknown
  readonly parts: readonly Json[]
  readonly calls: readonly Json[]
  readonly responses: number
}

/**
 * What generateContent answers to a request it rejects: fields first, then the order and counts of turns, then signatures.
 *
 * Not settled, so accepted unless `strict`: contents of the model in a row, which are taken for one, and an empty text without a signature.
 * Not settled, so accepted: names and ids that differ while the counts agree, texts beside function responses, a second text
 * turn of one role, `additionalProperties` in a schema.
 * @param model the model's name, which is part of the path and not of the body
 */
export function judgeGenerateContent(body: unknown, model: string, strict: boolean): Rejection | null {
  const words = isObject(body) ? firstBroken(body, model, strict) : say('unreadable', 'Invalid JSON payload received.')
  return rejectionIn(words, googleEvidence, { status: 400, type: 'INVALID_ARGUMENT' })
}

function firstBroken(body: Json, model: string, strict: boolean): Words | undefined {
  const inJson = unreadable(body)
  if (inJson !== undefined) return inJson
  const contents = manyOf(body, 'contents') as Json[]
  if (contents.length === 0) return say('no-contents', '* GenerateContentRequest.contents: contents is not specified\n')
  const inFields = judgeContents(contents, strict) ?? judgeTools(body, model)
  if (inFields !== undefined) return inFields
  const turns = strict ? contents.map(turnOf) : merged(contents.map(turnOf))
  return turnOrder(turns) ?? firstOf(turns, (turn, n) => signature(turns, turn, n, model))
}

function turnOf(content: Json, at: number): Turn {
  const parts = manyOf(content, 'parts') as Json[]
  return {
    at,
    role: content.role,
    parts,
    calls: parts.filter((part) => isObject(fieldOf(part, 'functionCall'))),
    responses: parts.filter((part) => isObject(fieldOf(part, 'functionResponse'))).length,
  }
}

/** A stream whose calls come in events of their own is sent back so by the SDK, and by the Gemini CLI on purpose. */
function merged(turns: readonly Turn[]): Turn[] {
  const all: Turn[] = []
  for (const turn of turns) {
    const last = all.at(-1)
    if (last?.role !== 'model' || turn.role !== 'model') all.push(turn)
    else
      all[all.length - 1] = {
        ...last,
        parts: [...last.parts, ...turn.parts],
        calls: [...last.calls, ...turn.calls],
        responses: last.responses + turn.responses,
      }
  }
  return all
}

// --- the order and counts of turns

/** Each turn is held against the one before it; what comes after the last one is a turn without anything. */
function turnOrder(turns: readonly Turn[]): Words | undefined {
  return firstOf([...turns, undefined], (turn, n) => {
    const previous = turns[n - 1]
    const called = previous?.calls.length ?? 0
    const responses = turn?.responses ?? 0
    if (turn !== undefined && turn.calls.length > 0) {
      if (previous === undefined) return say('call-turn', callTurn)
      if (previous.role === 'model') return say('model-in-a-row', callTurn)
    }
    if (called === 0 && responses > 0)
      return say(
        'response-turn',
        'Please ensure that function response turn comes immediately after a function call turn.',
      )
    return called === responses
      ? undefined
      : say(
          'response-count',
          'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
        )
  })
}

const callTurn =
  'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'

// --- thought signatures

/** A batch carries its signature on its first call; the sentinel that clients send for another model's calls passes too. */
function signature(turns: readonly Turn[], { at, parts, calls }: Turn, n: number, model: string): Words | undefined {
  const bad = parts.find((part) => isCorrupted(fieldOf(part, 'thoughtSignature')))
  if (bad !== undefined) return say('signature', 'Corrupted thought signature.')
  const [call] = calls
  const unsigned = call !== undefined && fieldOf(call, 'thoughtSignature') === undefined
  if (!unsigned || !/gemini-[3-9]/.test(model) || n < lastUserText(turns)) return undefined
  return say(
    'no-signature',
    `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${fieldOf(fieldOf(call, 'functionCall'), 'name')}\` , position ${at + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
  )
}

/** A signature that the API cannot have made. Which text one of ours goes with is not known here, only that it is one. */
function isCorrupted(text: unknown): boolean {
  return typeof text === 'string' && checkSignature(text) === 'corrupted'
}

/** Signatures are demanded in the current turn only: after the user's last text. */
function lastUserText(turns: readonly Turn[]): number {
  return turns.findLastIndex(({ role, parts }) => role === 'user' && parts.some(({ text }) => typeof text === 'string'))
}
