/** A change of some bytes of a file: those from `from` to `to` are left out, and others are put in their place. */
export type Edit = { readonly from: number; readonly to: number; readonly put: string }

/** What a repair changes, for a person: what is done where, why, and what cannot be had back. */
export type Change = {
  readonly does: 'adds' | 'moves' | 'removes' | 'changes'
  /** `line 12` of the file as it was before this step */
  readonly at: string
  readonly what: string
  readonly why: string
  /** what is lost for good, and was before; a repair loses nothing itself */
  readonly lost?: string
}

/** A step of a repair: what is to be changed in the bytes, and how a person is told of it. */
export type Mending = { readonly edits: readonly Edit[]; readonly changes: readonly Change[] }

/** Bytes after some edits, in any order; every other byte is as it was. Edits at one place go in as they are listed. */
export function edited(bytes: Buffer, edits: readonly Edit[]): Buffer {
  const sorted = edits.map((edit, n) => ({ ...edit, n })).sort((a, b) => a.from - b.from || a.n - b.n)
  const parts: Buffer[] = []
  let at = 0
  for (const { from, to, put } of sorted) {
    parts.push(bytes.subarray(at, Math.max(at, from)), Buffer.from(put))
    at = Math.max(at, to)
  }
  return Buffer.concat([...parts, bytes.subarray(at)])
}
