import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who may connect: each device has its own token, and a new one replaces the old one at once. */
export class Devices {
  protected readonly file: string
  protected readonly tokens: Map<string, string>

  /** Tokens that were rotated are in the state folder; the others are those of the configuration. */
  constructor(state: string, tokens: Readonly<Record<string, string>>) {
    this.file = join(state, 'devices.json')
    this.tokens = new Map(Object.entries({ ...tokens, ...rotatedIn(this.file) }))
  }

  /** The device that a token belongs to. */
  deviceWith(token: string): string | undefined {
    return [...this.tokens].find(([, own]) => own !== '' && isSame(own, token))?.[0]
  }

  /** Gives a device a new token; the old one opens nothing from now on. */
  rotate(device: string): string {
    const token = randomBytes(24).toString('base64url')
    this.keep(device, token)
    return token
  }

  /** Takes a device's token away: nothing opens for it any more. */
  revoke(device: string): void {
    this.keep(device, '')
  }

  protected keep(device: string, token: string): void {
    this.tokens.set(device, token)
    // beside and then moved: a crash leaves the old file or the new one, whole
    writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.tokens)), { mode: 0o600 })
    renameSync(`${this.file}.new`, this.file)
  }
}

function rotatedIn(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
