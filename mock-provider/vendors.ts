/** The vendors whose addresses gateways have built in. */
export type Vendor = 'anthropic' | 'openai' | 'google'

/** A host that gateways have built in, and where its OAuth tokens are renewed, if it does that. */
export type VendorHost = { readonly vendor: Vendor; readonly host: string; readonly tokenPath?: string }

/**
 * The addresses that OpenClaw 2026.1.29 to 2026.9.6 have built in, read in their code: model APIs (`chatgpt.com` is that of a ChatGPT plan)
 * and token endpoints.
 */
export const vendorHosts: readonly VendorHost[] = [
  { vendor: 'anthropic', host: 'api.anthropic.com' },
  { vendor: 'anthropic', host: 'platform.claude.com', tokenPath: '/v1/oauth/token' },
  { vendor: 'anthropic', host: 'console.anthropic.com', tokenPath: '/v1/oauth/token' },
  { vendor: 'openai', host: 'api.openai.com' },
  { vendor: 'openai', host: 'chatgpt.com' },
  { vendor: 'openai', host: 'auth.openai.com', tokenPath: '/oauth/token' },
  { vendor: 'google', host: 'generativelanguage.googleapis.com' },
  { vendor: 'google', host: 'cloudcode-pa.googleapis.com' },
  { vendor: 'google', host: 'oauth2.googleapis.com', tokenPath: '/token' },
]

/** Whose API it is. */
export function vendorOf(api: string): Vendor {
  if (api === 'anthropic-messages') return 'anthropic'
  return api === 'google-generative-ai' ? 'google' : 'openai'
}

/** Where the provider's server answers for a vendor's host: `/vendor/<host>` before the host's own path. */
export function vendorPath(host: string, path: string): string {
  return `/vendor/${host}${path}`
}

/** The vendor's host and its own path that a path on the provider's server stands for; no host for the provider's own paths. */
export function splitVendorPath(path: string): { host: VendorHost | undefined; path: string } {
  const [, name = '', rest = ''] = /^\/vendor\/([^/]+)(\/.*)$/.exec(path) ?? []
  const host = vendorHosts.find((known) => known.host === name)
  return host === undefined ? { host, path } : { host, path: rest }
}
