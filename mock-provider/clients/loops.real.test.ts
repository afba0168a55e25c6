import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Rejection } from '../../harness/record/entry.ts'
import { type Provider, startProvider } from '../server.ts'

const folder = import.meta.dirname
const answer = 'Rome is the warmest'
const script = [
  {
    says: 'compare',
    replies: [
      { text: 'let me see', calls: [{ tool: 'Paris' }, { tool: 'Berlin' }] },
      { text: '', calls: [{ tool: 'Rome' }] },
      { text: answer, calls: [] },
    ],
  },
]
const apis = ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai']
/** Each client, and the APIs that it is asked by; those of OpenAI's agents also as the API keeps the conversation. */
const clients: Readonly<Record<string, readonly string[]>> = {
  'vercel-ai': apis,
  langchain: apis,
  'openai-agents': ['openai-completions', 'openai-responses', 'openai-previous', 'openai-conversation'],
  'pi-ai': apis,
}
/** Clients that err by themselves: what they send, and by which rule it is rejected. */
const errs: Readonly<Record<string, { readonly issue: string; readonly rule: string }>> = {
  // the results of one batch in contents of their own
  'langchain google-generative-ai': { issue: 'langchain-ai/langchainjs#10342', rule: 'response-count' },
}
const loops = Object.entries(clients).flatMap(([client, of]) =>
  of.flatMap((api) => ['whole', 'stream'].map((mode) => [client, api, mode] as const)),
)

let provider: Provider
let rejections: Rejection[]

beforeAll(() => execa('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']))
beforeEach(async () => {
  rejections = []
  provider = await startProvider({
    script,
    caller: ({ tool }) => ({ name: 'get_weather', input: { city: tool } }),
    seed: 7,
    note: (body) => body.kind === 'provider-asked' && body.rejection !== null && rejections.push(body.rejection),
  })
  provider.releaseAll()
})
afterEach(() => provider[Symbol.asyncDispose]())

describe('a loop of tools completes', () => {
  test.each(loops)('%s by %s, %s', async (client, api, mode) => {
    const program = join(folder, `${client}.mjs`)
    const { stdout, stderr } = await execa(process.execPath, [program, api, provider.url, mode], { reject: false })
    const err = errs[`${client} ${api}`]
    if (err !== undefined) {
      expect(
        rejections.map(({ rule }) => rule),
        err.issue,
      ).toEqual([err.rule])
      return
    }
    expect(rejections).toEqual([])
    const told = stdout.split('\n').at(-1) ?? ''
    expect(told, stderr).toBe(JSON.stringify({ said: answer, ran: ['Paris', 'Berlin', 'Rome'] }))
  })
})
