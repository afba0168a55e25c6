import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProvider } from '../../mock-provider/server.ts'
import { chaos, folder } from '../chaos-command.ts'

const orphan = [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] }]

test('a broken request is a line and runs the user’s command, once for each break; the record can be judged', async () => {
  await using provider = await startProvider({ script: [], caller: () => null, seed: 1, note: () => {} })
  const command = 'echo "$GATECRASH_RULE $GATECRASH_EVIDENCE $GATECRASH_STATUS" >> told'
  const proxy = chaos('proxy', '--upstream', provider.url, '--record', 'record', '--on-break', command)
  const [line] = (await once(proxy.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const url = /^http:\S+/.exec(String(line))?.[0]
  const ask = (messages: unknown) =>
    fetch(`${url}/v1/messages`, { method: 'POST', body: JSON.stringify({ model: 'm', max_tokens: 9, messages }) })
  expect((await ask([{ role: 'user', content: 'hello' }])).status).toBe(200)
  expect((await ask(orphan)).status).toBe(400)
  expect((await ask(orphan)).status).toBe(400)
  proxy.kill('SIGINT')
  const { exitCode, all } = await proxy
  expect(all?.match(/request \d .* is BROKEN: 400 .*\(rule result-without-call, verbatim: /g)).toHaveLength(2)
  expect(all).toContain('broken requests: 2, with 1 different breaks')
  expect(exitCode).toBe(1)
  expect(readFileSync(join(folder, 'told'), 'utf8')).toBe('result-without-call verbatim 400\n')
  const judged = await chaos('judge', 'record')
  expect(judged.exitCode).toBe(1)
  expect(judged.all).toContain('requests-paired: request 2 was rejected with 400')
  const again = await chaos('proxy', '--upstream', provider.url, '--record', 'record')
  expect(again.exitCode).toBe(254)
})

test.each([
  [['proxy'], '--upstream is needed'],
  [['proxy', '--upstream', 'ftp://x'], 'is no address'],
  [['proxy', '--upstream', 'http://x', '--keep-text'], '--keep-text needs --record'],
])('%s is refused', async (words, why) => {
  const { exitCode, all } = await chaos(...words)
  expect(exitCode).toBe(254)
  expect(all).toContain(why)
})
