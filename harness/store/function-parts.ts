import { isObject, type Json } from '../../mock-provider/json.ts'
import type { CallPiece, Path, Piece, ResultPiece } from './session.ts'

/** How much of a text is kept: what is judged is the shape. */
const maxText = 400

/** What a list of parts says, as Google's API has them and as agents built on it store them; `path` is where the list stands. */
export function piecesOfParts(parts: unknown, path: Path, madeUp: readonly string[]): Piece[] {
  if (typeof parts === 'string') return [{ type: 'text', path, text: parts.slice(0, maxText) }]
  const list = Array.isArray(parts) ? parts : isObject(parts) ? [parts] : []
  return list.flatMap((part, n) => pieceOf(part, Array.isArray(parts) ? [...path, n] : path, madeUp))
}

function pieceOf(part: unknown, path: Path, madeUp: readonly string[]): Piece[] {
  if (typeof part === 'string') return [{ type: 'text', path, text: part.slice(0, maxText) }]
  if (!isObject(part)) return []
  const { text, thought, functionCall: call, functionResponse: response } = part
  if (isObject(call)) {
    const id = { id: String(call.id ?? call.name), idPath: [...path, 'functionCall', 'id'] }
    return [{ type: 'call', path, ...id, name: String(call.name) }]
  }
  if (isObject(response)) return [resultOf(response, path, madeUp)]
  if (typeof text === 'string' && thought !== true) return [{ type: 'text', path, text: text.slice(0, maxText) }]
  return [{ type: 'other', path, name: thought === true ? 'thought' : 'part' }]
}

function resultOf(response: Json, path: Path, madeUp: readonly string[]): ResultPiece {
  const text = textOfResponse(response)
  const error = isObject(response.response) && Object.hasOwn(response.response, 'error')
  return {
    type: 'result',
    path,
    id: String(response.id ?? response.name),
    idPath: [...path, 'functionResponse', 'id'],
    text: text.slice(0, maxText),
    error,
    invented: error && madeUp.some((words) => new RegExp(words).test(text)),
    name: String(response.name),
  }
}

function textOfResponse({ response }: Json): string {
  if (!isObject(response)) return String(response ?? '')
  const said = response.output ?? response.error
  return typeof said === 'string' ? said : JSON.stringify(said ?? response)
}

/** The whole text of a piece that stands in such parts. */
export function textOfPart(record: Json, { path }: Pick<Piece, 'path'>): string {
  const part = path.reduce<unknown>((value, key) => Object(value)[key], record)
  if (typeof part === 'string') return part
  if (!isObject(part)) return ''
  return isObject(part.functionResponse) ? textOfResponse(part.functionResponse) : String(part.text ?? '')
}

/** The part that holds the result of a call. */
export function responsePart({ id, name }: CallPiece, { text, error }: Pick<ResultPiece, 'text' | 'error'>): Json {
  return { functionResponse: { id, name, response: error ? { error: text } : { output: text } } }
}
