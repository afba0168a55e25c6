import type { Piece, Row, Transcripts } from '../transcripts.ts'
import './transcripts.css'

/** The transcripts as stored, each beside what was sent of it. */
export function TranscriptTables({ of }: { of: readonly Transcripts[] }) {
  return (
    <section aria-labelledby="transcripts">
      <h2 id="transcripts">Transcript</h2>
      {of.length === 0 && <p class="empty">None was stored, and none was sent.</p>}
      {of.map((transcripts) => (
        <Beside key={transcripts.session} {...transcripts} />
      ))}
    </section>
  )
}

function Beside({ session, stored, sent, rows }: Transcripts) {
  return (
    <table class="transcripts">
      <caption>session {session}</caption>
      <thead>
        <tr>
          <th scope="col">
            as stored <small>{stored?.source ?? 'nothing'}</small>
          </th>
          <th scope="col">
            as sent <small>{sent === null ? 'nothing' : `request ${sent.request}`}</small>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index} class={rowClass(row)}>
            <td>{row.stored && <PieceText piece={row.stored} />}</td>
            <td>{row.sent && <PieceText piece={row.sent} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function rowClass({ stored, sent, same }: Row): string {
  if (same) return 'same'
  return stored === null || sent === null ? 'alone' : 'differs'
}

function PieceText({ piece: { role, at, block, tool, wrong } }: { piece: Piece }) {
  return (
    <div class={`piece ${block.type} ${role}${wrong === null ? '' : ' wrong'}`}>
      <p class="who">
        <b>{nameOf(block.type, role, tool)}</b> {wrong !== null && <span class="orphan">✗ {wrong}</span>}
        <small>{at}</small>
      </p>
      {block.type === 'text' && <LongText text={block.text} />}
      {block.type === 'result' && <LongText text={block.text} />}
      {block.type === 'other' && <p>{block.name}</p>}
      {'id' in block && <small class="id">{block.id}</small>}
    </div>
  )
}

function nameOf(type: Piece['block']['type'], role: Piece['role'], tool: string): string {
  if (type === 'call') return `call ${tool}`
  return type === 'result' ? `result of ${tool}` : role
}

const shortText = 400

function LongText({ text }: { text: string }) {
  if (text.length <= shortText) return <p class="words">{text}</p>
  return (
    <details>
      <summary class="words">{text.slice(0, shortText / 2)}…</summary>
      <p class="words">{text}</p>
    </details>
  )
}
