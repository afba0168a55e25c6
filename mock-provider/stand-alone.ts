import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { HarnessError, messageOf } from '../harness/errors.ts'
import { numberOf, parseOptions } from '../harness/options.ts'
import type { EntryBody, Rejection } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import { describeConversation } from './describe.ts'
import { dialects } from './dialects/index.ts'
import type { Script } from './script.ts'
import { scriptSchema } from './script-schema.ts'
import { type Heard, startProvider } from './server.ts'

/** What its options are. */
export const help = `Answers as the real APIs do, and rejects what they reject, in their words:
  ${dialects.map(({ api, basePath }) => `${api} at http://127.0.0.1:<port>${basePath}`).join('\n  ')}

  --script <file>   what the model says: [{ "says": "weather", "replies": [
                      { "calls": [{ "tool": "get_weather", "input": {} }] },
                      { "text": "18 degrees" }] }]
                    a reply is found by the conversation; without a script every
                    request gets a short text
  --port <number>   0 (the default) takes a free one
  --strict          reject also what it is not settled that the real API rejects
  --fail-fast       stop with exit code 1 at the first request that is rejected

SIGHUP (kill -HUP <pid>) resets it: it reads the script again and forgets every
conversation and fault so far.
`

const options = {
  script: { type: 'string' },
  port: { type: 'string', default: '0' },
  strict: { type: 'boolean' },
  'fail-fast': { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** A call of the script names the tool itself; a tool that is not offered is called all the same, as a model may do. */
const caller: ToolCaller = ({ tool, input = {} }) => ({ name: tool, input })

/**
 * The provider on its own, for people who debug their own gateway; each request is a line on the output. At SIGHUP it reads its script
 * again and forgets everything else, at the same address.
 * @param words the options
 * @returns the exit code, when it is told to end or, with `--fail-fast`, has rejected a request
 * @throws HarnessError USAGE when an option or the script is none
 */
export async function runStandAlone(words: readonly string[]): Promise<number> {
  const { values } = parseOptions({ args: [...words], options })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  let port = numberOf('--port', values.port, { max: 65_535 })
  for (;;) {
    const life = await live(values, port)
    if (life.end !== 'SIGHUP') return life.end === 'rejected' ? 1 : 0
    port = life.port
    console.log('reset')
  }
}

type Values = { readonly script?: string; readonly strict?: boolean; readonly 'fail-fast'?: boolean }

/** One life of the provider: from its start until a signal, or a rejection with `--fail-fast`. */
async function live(values: Values, port: number) {
  const rejected = new AbortController()
  const { signal } = rejected
  const ended = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) =>
    once(process, name, { signal }).then(
      () => name,
      () => 'rejected' as const,
    ),
  )
  await using provider = await startProvider({
    script: values.script === undefined ? [] : readScript(values.script),
    caller,
    seed: Date.now(),
    port,
    strict: values.strict ?? false,
    needsHeaders: true,
    note(body) {
      tell(body)
      if (values['fail-fast'] && body.kind === 'provider-asked' && body.rejection !== null) rejected.abort()
    },
    heard: tellHeard,
  })
  provider.releaseAll()
  const addresses = dialects.map(({ api }) => `  ${api.padEnd(22)} ${provider.baseUrl(api)}`)
  console.log(`listening on ${provider.url}; give your gateway one of\n${addresses.join('\n')}`)
  const end = await Promise.race(ended)
  // the signals that did not come are waited for no more
  rejected.abort()
  return { end, port: provider.port }
}

function readScript(file: string): Script {
  const result = scriptSchema.safeParse(parseJson(file, readFileSync(file, 'utf8')))
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`)
  throw new HarnessError('USAGE', `${file} is not a script:\n${problems.join('\n')}`)
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HarnessError('USAGE', `${file} is no JSON: ${messageOf(error)}`)
  }
}

function tellHeard({ method, path, api, request, status }: Heard): void {
  const isOurs = api !== undefined && request !== undefined
  console.log(`${method} ${path}: ${isOurs ? `${api}, request ${request + 1}` : `answered with ${status}`}`)
}

function tell(body: EntryBody): void {
  if (body.kind === 'provider-replied') console.log(`request ${body.request + 1}: ${body.end}`)
  if (body.kind !== 'provider-asked') return
  const { request, rejection, turns } = body
  if (rejection === null) {
    console.log(`request ${request + 1}: accepted, ${turns.length} messages`)
    return
  }
  console.log(
    `request ${request + 1}: REJECTED with ${rejection.status}: ${rejection.message}\n    ${ruleIn(rejection)}`,
  )
  for (const line of describeConversation(turns)) console.log(`    ${line}`)
}

/** The rule that a rejection rests on, and how well it is known. */
function ruleIn({ rule, evidence }: Rejection): string {
  if (evidence === undefined) return `rule ${rule}`
  const { weight, source, date } = evidence
  return `rule ${rule}, ${weight}: ${source}${date === undefined ? '' : `, ${date}`}`
}
