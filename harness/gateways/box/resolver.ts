/** A name that was asked for, and the answer to the asker. */
export type Refusal = { readonly name: string; readonly reply: Buffer }

const headerBytes = 12

/**
 * Answers a DNS query (RFC 1035, 4.1) as a resolver does that cannot reach the network: SERVFAIL. Nothing for what is no query.
 */
export function refuseQuery(query: Buffer): Refusal | undefined {
  if (query.length < headerBytes || (query.readUInt8(2) & 0x80) !== 0 || query.readUInt16BE(4) === 0) return undefined
  const labels: string[] = []
  let at = headerBytes
  for (let length = query[at] ?? 64; length !== 0; length = query[at] ?? 64) {
    // a pointer, or a name that goes on beyond its packet
    if (length > 63) return undefined
    labels.push(printable(query.subarray(at + 1, at + 1 + length)))
    at += 1 + length
  }
  const end = at + 5
  if (end > query.length) return undefined
  const reply = Buffer.from(query.subarray(0, end))
  // an answer, as recursive as it was asked for, and a failure of the server
  reply[2] = 0x80 | (query.readUInt8(2) & 0x79)
  reply[3] = 0x82
  reply.writeUInt16BE(1, 4)
  reply.fill(0, 6, headerBytes)
  return { name: labels.join('.') || '.', reply }
}

/** Bytes that are none of a host's name are written as numbers (RFC 4343, 2.1). */
function printable(label: Buffer): string {
  return [...label]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return /[\w-]/.test(char) ? char.toLowerCase() : `\\${String(byte).padStart(3, '0')}`
    })
    .join('')
}
