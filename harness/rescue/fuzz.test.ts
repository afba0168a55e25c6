import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../../mock-provider/json.ts'
import { stores } from '../gateways/index.ts'
import { readSession } from '../store/read-session.ts'
import type { Entry, SessionFormat } from '../store/session.ts'
import type { StoredSession } from '../store/store.ts'
import { bytesOf, repairOf } from './advice.ts'
import { wholeSession } from './corpus.ts'
import { conversationOf, healthOf } from './health.ts'
import { textAt } from './mend-tree.ts'
import { Plain } from './plain.ts'
import { type Accident, damaged } from './random-damage.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** How often each store is damaged, and by which chance: the same each time, until another seed is asked for. */
const runs = Number(process.env.FUZZ_RUNS ?? 60)
const seed = Number(process.env.FUZZ_SEED ?? 1)

const files = ['qwen/385d80da-f530-4e06-81de-011bd0f846ab.jsonl', 'copilot/events.jsonl']
files.push('gemini-cli/session-2026-11-30T03-03-7e271844.jsonl', 'gemini-cli/session-2026-11-30T03-04-51abdfc9.jsonl')
files.push('openclaw/b108f95a-7a14-4bde-bbca-de6f23304fd2.jsonl')

/** A database with one session: the texts of its rows, and how a database with other texts in their place is written. */
type Database = { readonly rows: readonly string[]; write(file: string, rows: readonly string[]): void }

function filled(file: string, schema: string, fill: (database: DatabaseSync) => void): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
  using database = new DatabaseSync(file)
  database.exec(schema)
  database.exec('BEGIN')
  fill(database)
  database.exec('COMMIT')
}

const openclawSchema = `
  CREATE TABLE session_nodes (session_key TEXT PRIMARY KEY, current_session_id TEXT NOT NULL);
  INSERT INTO session_nodes VALUES ('agent:main:main', 'one');
  CREATE TABLE transcript_events (session_id TEXT, seq INTEGER, event_json TEXT, created_at INTEGER NOT NULL, event_zstd BLOB,
    event_utf8_bytes INTEGER, PRIMARY KEY (session_id, seq)) STRICT;
  CREATE TABLE transcript_event_identities (session_id TEXT, event_id TEXT, seq INTEGER, event_type TEXT, parent_id TEXT,
    message_idempotency_key TEXT, created_at INTEGER NOT NULL, PRIMARY KEY (session_id, event_id),
    FOREIGN KEY (session_id, seq) REFERENCES transcript_events (session_id, seq) ON DELETE CASCADE) STRICT;
  CREATE TABLE session_transcript_index_state (session_id TEXT PRIMARY KEY, needs_rebuild INTEGER NOT NULL DEFAULT 0)`

const openclaw: Database = {
  rows: wholeSession('rows').events.map((event) => JSON.stringify(event)),
  write(file, rows) {
    filled(file, openclawSchema, (database) => {
      const event = database.prepare("INSERT INTO transcript_events VALUES ('one', ?, ?, ?, NULL, NULL)")
      for (const [seq, row] of rows.entries()) event.run(seq, row, seq)
    })
  },
}

const opencodeSchema = `
  CREATE TABLE session (id, version, time_created);
  INSERT INTO session VALUES ('ses_1', '1.18.33', 0);
  CREATE TABLE message (id PRIMARY KEY, session_id, time_created, time_updated, data);
  CREATE TABLE part (id PRIMARY KEY, message_id, session_id, time_created, time_updated, data)`

/** Turns of a person and a model that calls two tools; the second of the last turn has no end. */
const said = [1, 2, 3].flatMap((turn) => {
  const text = (words: string) => ({ type: 'text', text: `${words} of turn ${turn}`, time: { start: turn, end: turn } })
  const tool = (n: number) => ({
    ...{ type: 'tool', tool: 'bash', callID: `call_${turn}_${n}` },
    state:
      turn === 3 && n === 2
        ? { status: 'running', input: {}, time: { start: turn } }
        : { status: 'completed', input: {}, output: `result ${n} of turn ${turn}`, time: { start: turn, end: turn } },
  })
  return [
    { role: 'user', parts: [text('the question')] },
    { role: 'assistant', parts: [{ type: 'step-start' }, text('the beginning'), tool(1), tool(2)] },
    { role: 'assistant', parts: [{ type: 'step-start' }, text('the answer')] },
  ]
})

/** Where each row of a session stands; what is more than these stands behind the last. */
const places = said.flatMap(({ parts }, n) => [
  { table: 'message', id: `msg_${n}`, of: '', n },
  ...parts.map((_, p) => ({ table: 'part', id: `prt_${n}_${p}`, of: `msg_${n}`, n })),
])

const opencode: Database = {
  rows: said.flatMap(({ role, parts }, n) =>
    [{ role, time: { created: n } }, ...parts].map((data) => JSON.stringify(data)),
  ),
  write(file, rows) {
    filled(file, opencodeSchema, (database) => {
      for (const [n, row] of rows.entries()) {
        const { table, id, of, n: created } = places[Math.min(n, places.length - 1)] as (typeof places)[number]
        const own = n < places.length ? id : `${id}_${n}`
        if (table === 'message')
          database.prepare('INSERT INTO message VALUES (?, ?, ?, 0, ?)').run(own, 'ses_1', created, row)
        else database.prepare('INSERT INTO part VALUES (?, ?, ?, 0, 0, ?)').run(own, of, 'ses_1', row)
      }
    })
  },
}

/** The databases that sessions are damaged in, by the name of the file. */
const databases: Readonly<Record<string, Database>> = {
  'openclaw-agent.sqlite': openclaw,
  'opencode.db': opencode,
}

/** Sessions that agents have left themselves, one of each seed that was made, and one in each kind of database. */
const sources: readonly (readonly [string, Buffer])[] = [
  ...files.map((file) => [basename(file), readFileSync(join('harness/gateways', file))] as const),
  ...['a', 'b'].map((seed) => {
    const { fileName, events } = wholeSession(seed)
    return [fileName, Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''))] as const
  }),
  ...Object.entries(databases).map(([name, { rows }]) => [name, Buffer.from(`${rows.join('\n')}\n`)] as const),
]

async function sessionOf(name: string, bytes: Buffer): Promise<StoredSession | undefined> {
  const file = join(folder, name)
  const rows = bytes.toString().split('\n')
  if (name in databases)
    databases[name]?.write(
      file,
      rows.filter((row) => row !== ''),
    )
  else writeFileSync(file, bytes)
  for (const store of stores) {
    const [session] = (await store.open(file)) ?? []
    if (session !== undefined) return session
  }
  return undefined
}

/** What the model is told of a session: whole texts, those of results that the agent made up left out. */
function told(bytes: Buffer, format: SessionFormat): string[] {
  const sent = conversationOf(readSession(bytes, format).entries, format).filter(({ ended }) => !ended)
  return sent.flatMap((entry: Entry) => {
    const record = JSON.parse(textAt(bytes, entry)) as Json
    const real = entry.pieces.filter((piece) => piece.type === 'text' || (piece.type === 'result' && !piece.invented))
    return real.map((piece) => format.textOf(record, piece)).filter((text) => text.trim() !== '')
  })
}

const part = fc.nat(999)
const kinds = fc.constantFrom('cut', 'zeros', 'lost bytes', 'twice', 'line gone', 'line twice', 'glued', 'line cut')

/** Some accidents, one after another. */
const someAccidents: fc.Arbitrary<Accident[]> = fc.array(
  fc.oneof(
    fc.record({ kind: kinds, at: part, size: fc.integer({ min: 1, max: 400 }) }) as fc.Arbitrary<Accident>,
    fc.record({ kind: fc.constant('end' as const), at: part }),
    fc.record({ kind: fc.constant('noise' as const), at: part, put: fc.string({ minLength: 1, maxLength: 8 }) }),
    fc.record({ kind: fc.constant('moved' as const), at: part, to: part }),
    fc.record({
      kind: fc.constant('other type' as const),
      at: part,
      put: fc.constantFrom('null', '7', '"x"', '[]', '{}', 'true'),
    }),
  ),
  { minLength: 1, maxLength: 3 },
)

/** What has lost something, or changed something in a second repair, before it was mended: tried on every session each time. */
const found: readonly Accident[][] = [
  // half a record that is read again begins a new branch, beside what the agent sends
  [
    { kind: 'moved', at: 375, to: 305 },
    { kind: 'other type', at: 0, put: 'null' },
    { kind: 'end', at: 269 },
  ],
  [
    { kind: 'moved', at: 434, to: 345 },
    { kind: 'cut', at: 0, size: 329 },
    { kind: 'end', at: 314 },
  ],
  [
    { kind: 'moved', at: 534, to: 207 },
    { kind: 'line gone', at: 0 },
    { kind: 'end', at: 207 },
  ],
  // parents that go round in a circle beside the branch
  [
    { kind: 'other type', at: 978, put: 'null' },
    { kind: 'end', at: 982 },
    { kind: 'noise', at: 1, put: 'S#F{l' },
  ],
  // a note in the place of the last record, behind a record that hangs on nothing
  [
    { kind: 'end', at: 614 },
    { kind: 'zeros', at: 865, size: 1 },
  ],
  // a message that has run into the head
  [
    { kind: 'end', at: 286 },
    { kind: 'cut', at: 258, size: 396 },
  ],
  // half a record of the id of a record that stands glued to another
  [
    { kind: 'glued', at: 412 },
    { kind: 'end', at: 296 },
    { kind: 'noise', at: 0, put: ' ' },
  ],
  // a result inside another one's record that is none any more
  [{ kind: 'noise', at: 618, put: ' ' }],
]

test.each(sources)(
  '%s, damaged at random: nothing is lost, and a second repair changes nothing',
  async (name, whole) => {
    await fc.assert(
      fc.asyncProperty(someAccidents, async (accidents) => {
        const session = await sessionOf(name, damaged(whole, accidents))
        if (session === undefined) return
        const { format } = session
        const { before, after, refused } = await repairOf(session, undefined)
        checkPlain(before, format)
        // what would be refused even so is not written
        if (refused !== undefined) return
        const now = told(after, format)
        expect(told(before, format).filter((text) => !now.some((other) => other.includes(text)))).toEqual([])
        if (after.equals(before)) return
        await session.replace(before, after)
        const [again] = (await Promise.all(stores.map((store) => store.open(session.file)))).find(Boolean) ?? []
        const second = await repairOf(again as StoredSession, undefined)
        expect(second.changes).toEqual([])
        await session.restore()
        expect((await bytesOf(session)).equals(before)).toBe(true)
      }),
      { numRuns: runs, seed, examples: found.map((one) => [one]), interruptAfterTimeLimit: 250_000 },
    )
  },
  300_000,
)

/** What is plain is sound: the quick look never says so of a session that the whole look faults. */
function checkPlain(bytes: Buffer, format: SessionFormat): void {
  const { entries, torn } = readSession(bytes, format)
  const plain = new Plain(format)
  for (const entry of entries) plain.take(entry)
  if (plain.isWhole && torn.length === 0) expect(healthOf({ entries, torn }, format).state).toBe('sound')
}
