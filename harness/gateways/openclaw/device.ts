import { createHash, generateKeyPairSync, sign } from 'node:crypto'

/** What a connection asks for; every field is part of what the device signs. */
export type Claim = {
  readonly clientId: string
  readonly clientMode: string
  readonly role: string
  readonly scopes: readonly string[]
  readonly token: string
  /** from `connect.challenge` */
  readonly nonce: string
}

/** A device of our own for one run: OpenClaw pairs a loopback device silently, and gives no scopes without one. */
export class Device {
  readonly #keys = generateKeyPairSync('ed25519')

  readonly #raw = this.#keys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  readonly id = createHash('sha256').update(this.#raw).digest('hex')

  /** The signed `device` field of a `connect` request (OpenClaw docs, gateway/protocol). */
  sign(claim: Claim, signedAt: number): Record<string, unknown> {
    const { clientId, clientMode, role, scopes, token, nonce } = claim
    const { id } = this
    const signed = ['v2', id, clientId, clientMode, role, scopes.join(','), signedAt, token, nonce].join('|')
    const signature = sign(null, Buffer.from(signed), this.#keys.privateKey).toString('base64url')
    return {
      id,
      publicKey: this.#raw.toString('base64url'),
      signature,
      signedAt,
      nonce,
    }
  }
}
