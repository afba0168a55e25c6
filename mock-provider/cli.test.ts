import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

function start(...words: string[]) {
  return execa(process.execPath, ['mock-provider/cli.ts', ...words], { reject: false, all: true })
}

/** The address in the next line that tells of one. */
async function urlOf(running: ReturnType<typeof start>): Promise<string> {
  for (;;) {
    const [chunk] = await once(running.stdout, 'data')
    const [url] = /http:\S+(?=;)/.exec(String(chunk)) ?? []
    if (url !== undefined) return url
  }
}

const headers = { 'x-api-key': 'any', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' }

const ask = (url: string, messages: unknown) =>
  fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model: 'm', max_tokens: 9, tools: [], messages }),
  })

test('plays a script, judges each request, and shows what was wrong', async () => {
  const script = join(folder, 'script.json')
  writeFileSync(script, '[{"says":"weather","replies":[{"calls":[{"tool":"get_weather","input":{"city":"Paris"}}]}]}]')
  const running = start('--script', script)
  const url = await urlOf(running)
  const hi = { role: 'user', content: 'weather in Paris?' }
  const reply = (await (await ask(url, [hi])).json()) as {
    content: { type: string; id: string; name: string; input: object }[]
  }
  expect(reply.content[0]).toMatchObject({ type: 'tool_use', name: 'get_weather', input: { city: 'Paris' } })
  const broken = await ask(url, [hi, { role: 'assistant', content: reply.content }, { role: 'user', content: 'well?' }])
  expect(broken.status).toBe(400)
  running.kill()
  const { all } = await running
  expect(all).toContain('POST /v1/messages: anthropic-messages, request 1')
  expect(all).toContain('request 1: accepted, 1 messages')
  expect(all).toContain('request 2: REJECTED with 400: messages.1: `tool_use` ids were found without')
  expect(all).toContain('rule call-without-result, verbatim: anthropics/claude-code#3512')
  expect(all).toMatch(/messages\.1 +assistant call +toolu_01\w+ get_weather\(.*\) +<-- no result in the next turn/)
})

test('SIGHUP resets it: the script is read again, its faults break again, and the address stays', async () => {
  const script = join(folder, 'reset.json')
  const says = (text: string) =>
    writeFileSync(
      script,
      `[{"says":"hi","replies":[{"text":"${text}","fault":{"kind":"status","failure":"overloaded"}}]}]`,
    )
  says('before')
  const running = start('--script', script)
  const url = await urlOf(running)
  const hello = async () => {
    const response = await ask(url, [{ role: 'user', content: 'hi' }])
    return [response.status, /before|after/.exec(await response.text())?.[0]]
  }
  expect([await hello(), await hello()]).toEqual([
    [529, undefined],
    [200, 'before'],
  ])
  says('after')
  const reset = urlOf(running)
  running.kill('SIGHUP')
  expect(await reset).toBe(url)
  expect([await hello(), await hello()]).toEqual([
    [529, undefined],
    [200, 'after'],
  ])
  running.kill()
  expect((await running).exitCode).toBe(0)
})

test('a path that no API has is a line, too', async () => {
  const running = start()
  await fetch(`${await urlOf(running)}/v2/other`)
  running.kill()
  expect((await running).all).toContain('GET /v2/other: answered with 404')
})

test('strict: what is not settled is rejected', async () => {
  const running = start('--strict')
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_a', name: 'x', input: {} }] }
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_a', content: 'x' }] }
  const url = await urlOf(running)
  const body = { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }, call, result] }
  const response = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(400)
  running.kill()
  expect((await running).all).toContain('rule tools-defined, unsettled: ')
})

test('fail-fast: the first rejection ends it with exit code 1', async () => {
  const running = start('--fail-fast')
  await (await ask(await urlOf(running), [])).text().catch(() => '')
  expect((await running).exitCode).toBe(1)
})

test('a script that is none is refused, naming the field', async () => {
  const script = join(folder, 'bad.json')
  writeFileSync(script, '[{"says":"x","replies":[{"cals":[]}]}]')
  const { exitCode, all } = await start('--script', script)
  expect(exitCode).toBe(254)
  expect(all).toContain('0.replies.0')
})

test('the help names every API', async () => {
  expect((await start('--help')).all).toContain('google-generative-ai at http://127.0.0.1:<port>/v1beta')
})
