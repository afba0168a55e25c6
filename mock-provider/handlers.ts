import { type HttpHandler, http } from 'msw'
import { vendorHosts, vendorPath } from './vendors.ts'

/**
 * The provider as msw handlers, for a process whose requests go to the vendors' own hosts: each is answered by the provider's
 * server on loopback, so that both mounts give the same answer and a run has one record. What breaks there breaks here: a
 * reply that is cut ends in an error, one that stalls stalls, and a client that hangs up is seen to.
 * @param providerUrl the provider's address without a path
 */
export function vendorHandlers(providerUrl: string): HttpHandler[] {
  return vendorHosts.map(({ host }) =>
    http.all(`https://${host}/*`, ({ request }) => {
      const { pathname, search } = new URL(request.url)
      const { method, headers, body, signal } = request
      return fetch(providerUrl + vendorPath(host, pathname) + search, { method, headers, body, signal, duplex: 'half' })
    }),
  )
}
