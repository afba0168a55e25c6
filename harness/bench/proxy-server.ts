/** A server of `proxy.ts` in a process of its own: a provider that thinks for a while, or a proxy that judges, judges and records, or does neither. */
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '../../mock-provider/bench/servers/serve.ts'
import { listenAt } from '../connections.ts'
import { openGuard } from '../proxy/guard.ts'
import { startProxy } from '../proxy/proxy.ts'

const [kind, given = ''] = process.argv.slice(2)

if (kind === 'provider') {
  let asked = 0
  const server = createServer((request, response) => {
    // from half as long to half as long again: what thinks equally long for all would keep those that came at once in step for good
    const thinkMs = Number(given) * (0.5 + ((++asked * 0.618) % 1))
    request.resume().once('end', () => setTimeout(() => response.end('{"content":[]}'), thinkMs))
  })
  await listenAt(server)
  serve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
} else {
  const upstream = new URL(given)
  const folder = join(mkdtempSync(join(tmpdir(), 'gatecrash-bench-')), 'record')
  const recording = kind === 'record' ? { folder, keepsText: false, upstream } : undefined
  const nobody = { broken: () => {}, unjudged: () => {}, surprised: () => {} }
  const { wants, look } = await openGuard({ ...nobody, recording })
  const proxy = await startProxy(kind === 'plain' ? { upstream } : { upstream, wants, look })
  serve(proxy.url)
}
