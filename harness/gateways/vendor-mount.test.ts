import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { execa } from 'execa'
import { expect, test } from 'vitest'

const guard = new URL('./network-guard.ts', import.meta.url).href
const mount = new URL('./vendor-mount.ts', import.meta.url).href

/** Runs a program as a gateway with vendor routes is run, beside a provider that answers with what it was asked. */
async function run(program: string, { mounted = true } = {}): Promise<string> {
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}`))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    const env = {
      NODE_OPTIONS: `--import=${guard}${mounted ? ` --import=${mount}` : ''}`,
      GATECRASH_PROVIDER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    }
    return (await execa(process.execPath, ['--input-type=module', '-e', program], { env })).stdout
  } finally {
    server.close()
  }
}

const ask = (url: string) =>
  `await fetch('${url}', { method: 'POST', body: 'x' }).then((r) => r.text(), (e) => e.cause.code).then(console.log)`
const model = 'https://api.anthropic.com/v1/messages?beta=1'
const answer = 'POST /vendor/api.anthropic.com/v1/messages?beta=1'

test('the provider answers for a vendor, whichever way it is asked', async () => {
  const https = `import https from 'node:https'; https.request('${model}', { method: 'POST' }, async (r) => { for await (const c of r) console.log(String(c)) }).end('x')`
  expect(await run(ask(model))).toBe(answer)
  expect(await run(https)).toBe(answer)
})

test('child processes and threads are answered too', async () => {
  const child = `import { execFileSync } from 'node:child_process'; console.log(execFileSync(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(ask(model))}], { env: {} }).toString().trim())`
  const thread = `import { Worker } from 'node:worker_threads'; new Worker(${JSON.stringify(`(async () => { ${ask(model)} })()`)}, { eval: true })`
  expect(await run(child)).toBe(answer)
  expect(await run(thread)).toBe(answer)
})

test('other hosts are out of reach as ever', async () => {
  expect(await run(ask('https://example.com/'))).toBe('ENETUNREACH')
})

test("a vendor's name resolves to a public address, since gateways refuse others, and leads nowhere but here", async () => {
  const lookup = `import { lookup } from 'node:dns/promises'; const { address } = await lookup('api.anthropic.com'); console.log(address.startsWith('127.') ? 'private' : 'public')`
  expect(await run(lookup)).toBe('public')
  expect(await run(ask(model), { mounted: false })).toBe('ECONNREFUSED')
})
