/** `npm run mock-provider`: the provider on its own, for people who debug their own gateway. */
import { readFileSync } from 'node:fs'
import { HarnessError, messageOf } from '../harness/errors.ts'
import { numberOf, parseOptions } from '../harness/options.ts'
import type { EntryBody } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import { describeConversation } from './describe.ts'
import { dialects } from './dialects/index.ts'
import type { Script } from './script.ts'
import { scriptSchema } from './script-schema.ts'
import { startProvider } from './server.ts'

const help = `Usage: npm run mock-provider -- [--script <file>] [--port <number>] [--strict]

Answers as the real APIs do, and rejects what they reject, in their words:
  ${dialects.map(({ api, basePath }) => `${api} at http://127.0.0.1:<port>${basePath}`).join('\n  ')}

  --script <file>   what the model says: [{ "says": "weather", "replies": [
                      { "calls": [{ "tool": "get_weather", "input": {} }] },
                      { "text": "18 degrees" }] }]
                    a reply is found by the conversation; without a script every
                    request gets a short text
  --port <number>   0 (the default) takes a free one
  --strict          stop with exit code 1 at the first request that is rejected
`

/** A call of the script names the tool itself; a tool that is not offered is called all the same, as a model may do. */
const caller: ToolCaller = ({ tool, input = {} }) => ({ name: tool, input })

async function main(): Promise<void> {
  const { values } = parseOptions({
    options: {
      script: { type: 'string' },
      port: { type: 'string', default: '0' },
      strict: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const script = values.script === undefined ? [] : readScript(values.script)
  const provider = await startProvider({
    script,
    caller,
    seed: Date.now(),
    port: numberOf('--port', values.port, { max: 65_535 }),
    note: (body) => tell(body, values.strict === true),
  })
  provider.releaseAll()
  console.log(
    `listening on ${provider.url}; give your gateway one of\n${dialects.map(({ api }) => `  ${api.padEnd(22)} ${provider.baseUrl(api)}`).join('\n')}`,
  )
}

function readScript(file: string): Script {
  const result = scriptSchema.safeParse(parseJson(file, readFileSync(file, 'utf8')))
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`)
  throw new Error(`${file} is not a script:\n${problems.join('\n')}`)
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HarnessError('USAGE', `${file} is no JSON: ${messageOf(error)}`)
  }
}

function tell(body: EntryBody, strict: boolean): void {
  if (body.kind === 'provider-replied') console.log(`request ${body.request}: ${body.end}`)
  if (body.kind !== 'provider-asked') return
  const { request, rejection, turns } = body
  if (rejection === null) {
    console.log(`request ${request}: accepted, ${turns.length} messages`)
    return
  }
  console.log(`request ${request}: REJECTED with ${rejection.status}: ${rejection.message}`)
  console.log(
    describeConversation(turns)
      .map((line) => `    ${line}`)
      .join('\n'),
  )
  if (strict) setImmediate(() => process.exit(1))
}

main().catch((error) => {
  console.error(`mock-provider: ${error.message}`)
  process.exitCode = 254
})
