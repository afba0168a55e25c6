/**
 * Loaded into the gateway after the network guard, and into every Node process it starts, when it is to use its built-in vendor
 * routes: requests to the vendors' hosts are answered by the provider that `GATECRASH_PROVIDER` names. The whole of Node's
 * HTTP is intercepted, since gateways bring their own undici, which msw's `setupServer` does not see.
 */
import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import { defineNetwork, InterceptorSource } from 'msw/experimental'
import { vendorHandlers } from '../../mock-provider/handlers.ts'

defineNetwork({
  sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
  handlers: vendorHandlers(process.env.GATECRASH_PROVIDER ?? ''),
  onUnhandledFrame: 'bypass',
  context: { quiet: true },
}).enable()
