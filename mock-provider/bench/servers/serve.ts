/** The child's side of a measured server: it tells its address and its CPU time, and goes when its parent goes. */

/** What a server's process tells the benchmark. */
export type Told = { readonly url: string } | { readonly cpu: number }

/** Tells the address, then answers every message with the CPU microseconds this process has used so far. */
export function serve(url: string): void {
  process.on('message', () => tell({ cpu: cpu() }))
  process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group; the parent decides
  process.on('disconnect', () => process.exit())
  if (!process.connected) process.exit()
  tell({ url })
}

function tell(told: Told): void {
  process.send?.(told, undefined, undefined, () => {}) // a parent that is gone is noticed as a disconnection
}

function cpu(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
