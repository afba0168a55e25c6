import type { IncomingMessage } from 'node:http'

/** Headers that are about one connection (RFC 9110, 7.6.1), or that are answered at this end of it. */
const ofOneConnection = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'te', 'trailer'],
  ...['upgrade', 'expect'],
])

/** The headers of a request for the provider: names, order and repetitions as they came, with the provider's own `host`. */
export function headersToProvider(request: IncomingMessage, host: string): string[] {
  return endToEnd(request, (name, value) => (name === 'host' ? host : value))
}

/** The headers of an answer for the client: as they came. That the provider closes the connection is passed on. */
export function headersToClient(answer: IncomingMessage): string[] {
  const closes = /\bclose\b/i.test(answer.headers.connection ?? '')
  return [...endToEnd(answer), ...(closes ? ['Connection', 'close'] : [])]
}

function endToEnd(
  { rawHeaders, headers }: IncomingMessage,
  changed: (name: string, value: string) => string = (_, value) => value,
): string[] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const passed: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [raw = '', value = ''] = rawHeaders.slice(index, index + 2)
    const name = raw.toLowerCase()
    if (!ofOneConnection.has(name) && !named.includes(name)) passed.push(raw, changed(name, value))
  }
  return passed
}
