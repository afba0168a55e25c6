/** Damage to the bytes of a store, as disks, editors, two writers and other versions do it. Numbers are parts of a thousand of what there is. */
export type Accident =
  | { readonly kind: 'cut' | 'zeros' | 'lost bytes' | 'twice'; readonly at: number; readonly size: number }
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'noise'; readonly at: number; readonly put: string }
  | { readonly kind: 'line gone' | 'line twice' | 'glued' | 'line cut'; readonly at: number }
  | { readonly kind: 'moved'; readonly at: number; readonly to: number }
  | { readonly kind: 'other type'; readonly at: number; readonly put: string }

/** Each kind of accident, by its name. */
export const accidentKinds = [
  ...(['cut', 'zeros', 'lost bytes', 'twice', 'end', 'noise'] as const),
  ...(['line gone', 'line twice', 'glued', 'line cut', 'moved', 'other type'] as const),
]

/** An accident of a kind; `below` tells a whole number from 0 up to its argument, which it never is. */
export function accidentOf(kind: Accident['kind'], below: (n: number) => number): Accident {
  const [at, to, size] = [below(1000), below(1000), 1 + below(400)]
  return { kind, at, to, size, put: kind === 'noise' ? '"}{[,' : 'null' } as Accident
}

/** Bytes after some accidents. */
export function damaged(bytes: Buffer, accidents: readonly Accident[]): Buffer {
  return accidents.reduce(hit, bytes)
}

function hit(bytes: Buffer, accident: Accident): Buffer {
  const from = Math.floor((accident.at * bytes.length) / 1000)
  const lines = bytes.toString('latin1').split('\n').slice(0, -1)
  const n = Math.min(lines.length - 1, Math.floor((accident.at * lines.length) / 1000))
  const line = lines[n] ?? ''
  const put = (...other: string[]) => Buffer.from(`${lines.toSpliced(n, 1, ...other).join('\n')}\n`, 'latin1')
  switch (accident.kind) {
    case 'end':
      return bytes.subarray(0, from)
    case 'zeros':
      return Buffer.concat([bytes.subarray(0, from), Buffer.alloc(accident.size), bytes.subarray(from + accident.size)])
    case 'cut':
    case 'lost bytes':
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + accident.size)])
    case 'twice':
      return Buffer.concat([bytes.subarray(0, from + accident.size), bytes.subarray(from)])
    case 'noise':
      return Buffer.concat([bytes.subarray(0, from), Buffer.from(accident.put), bytes.subarray(from)])
    case 'line gone':
      return put()
    case 'line twice':
      return put(line, line)
    case 'glued':
      return put(line + (lines[n + 1] ?? ''))
    case 'line cut':
      return put(line.slice(0, line.length / 2))
    case 'other type':
      return put(line.replace(/:(?:"[^"\\]*"|\d+|null|true|false)/, `:${accident.put}`))
    case 'moved': {
      const rest = lines.toSpliced(n, 1)
      return Buffer.from(
        `${rest.toSpliced(Math.floor((accident.to * rest.length) / 1000), 0, line).join('\n')}\n`,
        'latin1',
      )
    }
  }
}
