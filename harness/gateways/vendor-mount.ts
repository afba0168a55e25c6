/**
 * Loaded into the gateway after the network guard, and into every Node process it starts, when it is to use its built-in vendor
 * routes: requests to the vendors' hosts are answered by the provider that `GATECRASH_PROVIDER` names.
 */
import { vendorNetwork } from '../../mock-provider/handlers.ts'

vendorNetwork(process.env.GATECRASH_PROVIDER ?? '').enable()
