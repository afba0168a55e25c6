import type { Vendor } from './vendors.ts'

/** How a vendor's real API is asked. */
export type RealApi = {
  readonly url: string
  /** the environment variable that holds the key, as the vendor's own SDK has it */
  readonly keyVariable: string
  readonly headers: (key: string) => Readonly<Record<string, string>>
}

/** The real APIs. */
export const realApis: Readonly<Record<Vendor, RealApi>> = {
  anthropic: {
    url: 'https://api.anthropic.com',
    keyVariable: 'ANTHROPIC_API_KEY',
    headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
  },
  openai: {
    url: 'https://api.openai.com',
    keyVariable: 'OPENAI_API_KEY',
    headers: (key) => ({ authorization: `Bearer ${key}` }),
  },
  google: {
    url: 'https://generativelanguage.googleapis.com',
    keyVariable: 'GEMINI_API_KEY',
    headers: (key) => ({ 'x-goog-api-key': key }),
  },
}
