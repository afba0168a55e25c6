import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Redactor } from '../record/redactor.ts'

/** Tables whose rows are there to let somebody in. */
const isOfSecrets = /auth|token|credential|secret|device/i

/**
 * Takes secrets out of an SQLite database, in place: tables of credentials are emptied, texts are redacted wherever they stand
 * (compressed ones too), search indexes and triggers go, and so do the pages where old values still lie.
 * @throws Error of SQLite, as when the database is damaged
 */
export function redactDatabase(file: string, redactor: Redactor): void {
  using database = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  const named = (where: string) =>
    database
      .prepare(`SELECT name FROM sqlite_schema WHERE ${where}`)
      .all()
      .map(({ name }) => String(name))
  const options = { deterministic: true, useBigIntArguments: true } as const
  database.function('redacted', options, (value) => redactValue(value, redactor))
  for (const trigger of named("type = 'trigger'")) database.exec(`DROP TRIGGER ${quote(trigger)}`)
  for (const index of named("sql LIKE 'CREATE VIRTUAL%'")) database.exec(`DROP TABLE ${quote(index)}`)
  for (const table of named("type = 'table' AND (name NOT LIKE 'sqlite_%' OR name LIKE 'sqlite_stat%')")) {
    if (isOfSecrets.test(table) || table.startsWith('sqlite_stat')) database.exec(`DELETE FROM ${quote(table)}`)
    else redactTable(database, table)
  }
  database.exec('VACUUM')
}

function redactTable(database: DatabaseSync, table: string): void {
  // those that are computed of others cannot be set
  const columns = database.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0').all(table)
  for (const column of columns.map(({ name }) => quote(String(name))))
    database.exec(
      `UPDATE OR REPLACE ${quote(table)} SET ${column} = redacted(${column}) WHERE ${column} IS NOT redacted(${column})`,
    )
}

function redactValue(value: SQLOutputValue, redactor: Redactor): SQLInputValue {
  if (typeof value === 'string') return redactor.text(value)
  if (!(value instanceof Uint8Array)) return value
  const bytes = Buffer.from(value)
  const isZstd = bytes.length > 4 && bytes.readUInt32LE() === zstdMagic
  const text = (isZstd ? zstdDecompressSync(bytes) : bytes).toString('latin1')
  const shown = redactor.text(text)
  if (shown === text) return value
  const clean = Buffer.from(shown, 'latin1')
  return isZstd ? zstdCompressSync(clean) : clean
}

/** RFC 8878, 3.1.1 */
const zstdMagic = 0xfd2fb528

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
