import { PassThrough } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { JsonRpcClient } from './json-rpc-client.ts'

let input: PassThrough
let output: PassThrough
let heard: unknown[]
let written: { id?: number }[]
let client: JsonRpcClient

beforeEach(() => {
  input = new PassThrough()
  output = new PassThrough()
  heard = []
  written = []
  input.on('data', (line) => written.push(JSON.parse(String(line))))
  client = new JsonRpcClient(
    { input, output },
    {
      notified: (method, params) => heard.push([method, params]),
      asked(method) {
        if (method === 'allow') return { outcome: 'yes' }
        throw new Error(`no method ${method}`)
      },
      logged: (line) => heard.push(line),
    },
  )
})

const says = (...messages: (object | string)[]) => {
  for (const message of messages) output.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`)
}
test('a request gets the answer with its id, or the error in the words of the process', async () => {
  const [first, second] = [client.request('start', { at: 1 }), client.request('stop', {})]
  await expect
    .poll(() => written)
    .toMatchObject([
      { id: 1, method: 'start', params: { at: 1 } },
      { id: 2, method: 'stop' },
    ])
  says({ id: 2, error: { code: -1, message: 'busy' } }, { id: 1, result: { run: 'r' } })
  expect(await first).toEqual({ ok: true, result: { run: 'r' } })
  expect(await second).toEqual({ ok: false, why: '{"code":-1,"message":"busy"}', lost: false })
})

test('a request to a process that goes is lost, and says so', async () => {
  const answer = client.request('start', {})
  output.destroy()
  expect(await answer).toMatchObject({ ok: false, lost: true })
})

test('notifications are heard, requests answered or refused, and what is no message is logged', async () => {
  says('warming up', { method: 'news', params: { n: 1 } }, { id: 7, method: 'allow' }, { id: 8, method: 'dance' })
  await expect.poll(() => heard).toEqual(['warming up', ['news', { n: 1 }]])
  await expect
    .poll(() => written.toSorted((a, b) => Number(a.id) - Number(b.id)))
    .toMatchObject([
      { id: 7, result: { outcome: 'yes' } },
      { id: 8, error: { message: 'no method dance' } },
    ])
})
