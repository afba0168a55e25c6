import type { EntryBody } from '../../harness/record/entry.ts'
import type { ToolCaller } from '../answer.ts'
import { startProvider } from '../server.ts'
import type { WireFault } from '../wire-fault.ts'
import { type Api, type ChatOptions, chats, type Heard } from './chats.ts'

/** What came of a question: what the SDK heard, or threw, how many requests it made, and whether the fault landed. */
export type Outcome = {
  readonly heard?: Heard
  readonly thrown?: unknown
  readonly requests: number
  readonly landed: boolean
}

const reply = { text: 'let me see: ü€🙂', calls: [{ tool: 'a' }, { tool: 'b' }] }

const caller: ToolCaller = ({ tool }, _, offered) =>
  offered.some(({ name }) => name === 'exec') ? { name: 'exec', input: { command: tool, note: 'ü€🙂' } } : null

/** Asks through an API's SDK, once; the fault breaks the first delivery of the reply. `watch` sees what the provider notes. */
export async function ask(
  api: Api,
  fault: WireFault | undefined,
  options: Omit<ChatOptions, 'baseURL'>,
  watch: (kind: EntryBody['kind']) => void = () => {},
): Promise<Outcome> {
  const seen: EntryBody['kind'][] = []
  const note = ({ kind }: EntryBody) => {
    seen.push(kind)
    watch(kind)
  }
  await using provider = await startProvider({
    script: [{ says: 'go', replies: [{ ...reply, fault }] }],
    caller,
    seed: 5,
    note,
  })
  provider.releaseAll()
  const ending = await chats[api]({ ...options, baseURL: provider.baseUrl(api) })('go').then(
    (heard) => ({ heard }),
    (thrown: unknown) => ({ thrown }),
  )
  const requests = seen.filter((kind) => kind === 'provider-asked').length
  return { ...ending, requests, landed: seen.includes('provider-broke') }
}
