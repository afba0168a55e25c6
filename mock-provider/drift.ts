/** `npm run drift`: asks a real API what the mock provider answers, and prints where the two differ. */
import { HarnessError, isUsageError, messageOf } from '../harness/errors.ts'
import { parseOptions } from '../harness/options.ts'
import type { Case, Catalogue } from './cases/case.ts'
import { catalogues } from './cases/index.ts'
import { realApis } from './real-api.ts'
import { type Drift, describeAnswer, replay } from './replay.ts'
import { vendorOf } from './vendors.ts'

const exitCodes = { same: 0, drift: 1, usage: 254, crash: 255 }
const apis = catalogues.map(({ api }) => api)
const help = `Usage: npm run drift -- --api <name> [--model <name>] [--base-url <url>]

Replays the mock provider's cases against a real API and prints where the two
differ. It is not free: every request that is accepted gets a reply, most of at
most 16 tokens; that is a few cents for a whole API with its cheap model.

  --api <name>       ${apis.slice(0, 2).join(', ')},
                     ${apis.slice(2).join(', ')}
  --model <name>     in place of the cheap one that the cases are written for
  --base-url <url>   another address, without a path

The key comes from the environment: ANTHROPIC_API_KEY, OPENAI_API_KEY or
GEMINI_API_KEY. It is sent to the address alone, and never printed.

Exit code: 0 no drift · 1 drift · 254 usage, or a key, model or account that
gets no plain request accepted · 255 crash
`

async function main(): Promise<number> {
  const { values } = parseOptions({
    options: {
      api: { type: 'string' },
      model: { type: 'string' },
      'base-url': { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return exitCodes.same
  }
  const catalogue = catalogueOf(values.api)
  const { url: usual, keyVariable, headers } = realApis[vendorOf(catalogue.api)]
  const key = process.env[keyVariable]
  if (!key) throw new HarnessError('USAGE', `${keyVariable} is not set: it holds the key for ${catalogue.api}`)
  const { 'base-url': url = usual, model = catalogue.model } = values
  console.log(`${catalogue.api} at ${url}, ${model}\n`)
  let drifts = 0
  for await (const drift of replay(catalogue, { url: url.replace(/\/+$/, ''), headers: headers(key), model })) {
    drifts++
    console.log(hideKeys(describeDrift(drift)))
  }
  console.log(summary(catalogue, drifts))
  return drifts === 0 ? exitCodes.same : exitCodes.drift
}

function catalogueOf(api: string | undefined): Catalogue {
  const found = catalogues.find((catalogue) => catalogue.api === api)
  if (found !== undefined) return found
  const wrong = api === undefined ? '--api is needed' : `--api ${api} is not spoken`
  throw new HarnessError('USAGE', `${wrong}; there are: ${apis.join(', ')}`)
}

function describeDrift({ of, theirs }: Drift): string {
  const { name, evidence, answer } = of
  return `✗ ${name} (${evidence})\n    ours    ${describeAnswer(answer)}\n    theirs  ${describeAnswer(theirs)}\n`
}

function summary({ cases }: Catalogue, drifts: number): string {
  const left = cases.flatMap((one: Case) => (one.replay === false ? [one.why] : []))
  const why = left.length === 0 ? '' : `; ${left.length} are not replayed: ${[...new Set(left)].join(', ')}`
  return `${drifts} of ${cases.length - left.length} cases differ${why}`
}

/** The key is in no text that is printed, whoever wrote the text. */
function hideKeys(text: string): string {
  const keys = Object.values(realApis).map(({ keyVariable }) => process.env[keyVariable])
  return keys.reduce<string>((hidden, key) => (key ? hidden.replaceAll(key, '<key>') : hidden), text)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(hideKeys(`drift: ${messageOf(error)}`))
  process.exitCode = isUsageError(error) ? exitCodes.usage : exitCodes.crash
}
