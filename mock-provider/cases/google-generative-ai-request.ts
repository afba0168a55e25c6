import type { Rejection } from '../../harness/record/entry.ts'
import { sign } from '../signature.ts'
import type { Case, Evidence } from './case.ts'

/** The model of every case that is not about another one. */
export const model = 'gemini-3-flash-preview'
/** A model that demands no signatures, so that the real API can be asked. */
export const older = 'gemini-2.5-flash-lite'

/** A request of a model; `more` are other fields of its body. */
export function request(contents: unknown, more: object, asked: string): Case['request'] {
  const tools = [{ functionDeclarations: ['a', 'b'].map((name) => ({ name, description: 'runs' })) }]
  const body = { contents, tools, generationConfig: { maxOutputTokens: 16 }, ...more }
  return { path: `/v1beta/models/${asked}:generateContent`, body }
}

/** A request that is accepted. */
export function accepts(name: string, evidence: Evidence, contents: unknown, asked = model): Case {
  return { name, evidence, request: request(contents, {}, asked), answer: 'accepted' }
}

/** A request that is rejected in these words. */
export function rejects(name: string, evidence: Evidence, contents: unknown, message: string, asked = model): Case {
  return { name, evidence, request: request(contents, {}, asked), answer: refused(message) }
}

/** What the API answers to a request that it rejects. */
export function refused(message: string): Rejection {
  return { status: 400, type: 'INVALID_ARGUMENT', message }
}

/** A content of the user's. */
export function user(...parts: unknown[]): object {
  return { role: 'user', parts }
}

/** A content of the model's. */
export function said(...parts: unknown[]): object {
  return { role: 'model', parts }
}

/** A part of text. */
export function text(words: string): object {
  return { text: words }
}

/** A call without a signature. */
export function call(name: string, more: object = {}): object {
  return { functionCall: { name, args: {} }, ...more }
}

/** A call with a signature; one of the mock provider's own when none is given. */
export function signed(name: string, thoughtSignature: string = sign('')): object {
  return call(name, { thoughtSignature })
}

/** The response to a call. */
export function response(name: unknown): object {
  return { functionResponse: { name, response: { result: 'r' } } }
}

/** A text of the user's. */
export const hi = user(text('hi'))
