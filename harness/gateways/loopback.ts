import { isIPv4, isIPv6 } from 'node:net'

/** Whether a host name or address is this machine's loopback. `undefined` means Node's default, `localhost`. */
export function isLoopback(host: unknown): boolean {
  if (host === undefined || host === null || host === '') return true
  const name = String(host).toLowerCase()
  if (isIPv4(name)) return name.startsWith('127.') || name === '0.0.0.0'
  if (isIPv6(name)) return name === '::1' || name === '::' || name.startsWith('::ffff:127.')
  return name === 'localhost' || name.endsWith('.localhost')
}

/**
 * The host that a socket is to connect to: `connect(path)`, `connect(port, host)`, `connect(options)`, or Node's own normalized
 * `[options, callback]`. A path has none.
 */
export function hostOf(args: readonly unknown[]): unknown {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (typeof first === 'object' && first !== null)
    return 'path' in first && first.path ? undefined : 'host' in first ? first.host : undefined
  return typeof args[1] === 'string' ? args[1] : undefined
}
