import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import { type HttpHandler, HttpResponse, http } from 'msw'
import { defineNetwork, InterceptorSource, type NetworkApi } from 'msw/experimental'
import { vendorHosts, vendorPath } from './vendors.ts'

/**
 * The provider as msw handlers, for a process whose requests go to the vendors' own hosts: each is answered by the provider's
 * server on loopback, so that both mounts give the same answer and a run has one record. What breaks there breaks here: a
 * reply that is cut ends in an error, one that stalls stalls, and a client that hangs up is seen to.
 * @param providerUrl the provider's address without a path
 */
function vendorHandlers(providerUrl: string): HttpHandler[] {
  return vendorHosts.map(({ host }) =>
    http.all(`https://${host}/*`, ({ request }) => {
      const { pathname, search } = new URL(request.url)
      const { method, body, signal } = request
      const headers = withoutConnection(request.headers)
      const url = providerUrl + vendorPath(host, pathname) + search
      // a client that hung up, or a provider that refuses connections, is a failure of the network and not of the handler
      return fetch(url, { method, headers, body, signal, duplex: 'half' }).catch(() => HttpResponse.error())
    }),
  )
}

/**
 * What is about the client's own connection (RFC 9110, 7.6.1) is not passed on, and `fetch` would refuse to; but the answer to a
 * client that closes its connection says so too.
 */
function withoutConnection(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of ['keep-alive', 'transfer-encoding', 'upgrade']) kept.delete(name)
  if (kept.get('connection') !== 'close') kept.delete('connection')
  return kept
}

/**
 * The network of a process in which the vendors' hosts are the provider and all others are as they were; nothing happens
 * before `enable()`. The whole of Node's HTTP is intercepted, since programs bring their own undici, which msw's `setupServer`
 * does not see.
 */
export function vendorNetwork(providerUrl: string): NetworkApi<[InterceptorSource]> {
  return defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    handlers: vendorHandlers(providerUrl),
    onUnhandledFrame: 'bypass',
    context: { quiet: true },
  })
}
