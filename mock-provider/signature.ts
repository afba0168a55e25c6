import { createHash } from 'node:crypto'

const prefix = 'gatecrash.'

/** What a signature is: ours for this text, ours for another text, corrupted, or of a model that is not ours to judge. */
export type SignatureState = 'whole' | 'modified' | 'corrupted' | 'foreign'

/** The signature that goes with a text of the model's; base64, as the APIs give it. */
export function sign(text: string): string {
  return Buffer.from(prefix + digest(text)).toString('base64')
}

/**
 * Judges a signature that came back. Ours can be checked to the letter, against the text it goes with where that is known. Others are
 * opaque, so base64 is taken for whole; the word `bogus`, plain or in base64, stands for a corrupted one, as in public test cases.
 */
export function checkSignature(signature: string, text?: string): SignatureState {
  const decoded = Buffer.from(signature, 'base64').toString()
  if (decoded.startsWith(prefix)) return checkOurs(decoded.slice(prefix.length), text)
  return signature === '' || signature === 'bogus' || decoded === 'bogus' || /[^A-Za-z0-9+/=_-]/.test(signature)
    ? 'corrupted'
    : 'foreign'
}

function checkOurs(signed: string, text: string | undefined): SignatureState {
  if (!/^[0-9a-f]{32}$/.test(signed)) return 'corrupted'
  return text === undefined || signed === digest(text) ? 'whole' : 'modified'
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
