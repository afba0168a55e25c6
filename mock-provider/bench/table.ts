/** The result as one table, for the terminal and as Markdown. */
import type { Measured, Result } from './measure.ts'

/** The names the table and the benchmark share. */
export const names = { ours: 'gatecrash', other: 'aimock', floor: 'floor' }

type Row = readonly string[]

const head: Row = [
  'request',
  'reply',
  'server',
  'req/s',
  '× floor',
  'CPU µs/req',
  '× floor',
  '× aimock',
  'judge µs',
  'share',
]
const textColumns = 3

/** The table with aligned columns; a line comes between the cases. */
export function terminalTable(results: readonly Result[]): string {
  const groups = results.map(rowsOf)
  const widths = widthsOf([head, ...groups.flat()])
  const line = (row: Row) =>
    row
      .map((cell, column) => padded(cell, column, widths))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('──')
  return [line(head), ...groups.flatMap((rows) => [rule, ...rows.map(line)])].join('\n')
}

/** The same table as Markdown. */
export function markdownTable(results: readonly Result[]): string {
  const rows = [head, head.map((_, column) => (column < textColumns ? '---' : '---:')), ...results.flatMap(rowsOf)]
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function rowsOf({ asked, servers, judging }: Result): Row[] {
  const named = (name: string) => servers.find(({ server }) => server === name)
  return servers.map((one, index) => [
    index === 0 ? `${asked.request}, ${kilobytes(asked.body)}` : '',
    index === 0 ? (asked.stream ? 'stream' : 'whole') : '',
    ...numbers(one, named(names.floor), named(names.other)),
    ...(one.server === names.ours ? [judging.toFixed(1), `${((100 * judging) / one.cpu).toFixed(1)} %`] : ['', '']),
  ])
}

function numbers({ server, perSecond, cpu }: Measured, floor: Measured | undefined, other: Measured | undefined): Row {
  return [
    server,
    perSecond.toFixed(0),
    ratio(perSecond, floor?.perSecond),
    cpu.toFixed(0),
    ratio(cpu, floor?.cpu),
    ratio(cpu, other?.cpu),
  ]
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined ? '' : (value / base).toFixed(2)
}

function kilobytes(body: string): string {
  return `${(Buffer.byteLength(body) / 1000).toFixed(1)} kB`
}

function widthsOf(rows: readonly Row[]): number[] {
  return head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
}

function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0
  return column < textColumns ? cell.padEnd(width) : cell.padStart(width)
}
