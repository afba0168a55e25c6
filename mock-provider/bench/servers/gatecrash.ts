/** Our provider as a run starts it, with every rule on; only what it notes is counted and not written. */
import type { ToolCaller } from '../../answer.ts'
import type { Script } from '../../script.ts'
import { startProvider } from '../../server.ts'
import { asked, replyInputs, replyText, toolName } from '../reply.ts'
import { serve } from './serve.ts'

/** More replies than the longest history has: every request is answered by the script. */
const replies = 50

const reply = { text: replyText, calls: replyInputs.map((_, index) => ({ tool: String(index) })) }
const script: Script = [{ says: asked, replies: Array.from({ length: replies }, () => reply) }]
const caller: ToolCaller = ({ tool }, _, offered) =>
  offered.some(({ name }) => name === toolName) ? { name: toolName, input: replyInputs[Number(tool)] ?? {} } : null

/** Counts and forgets: writing the record is the harness's cost. */
const noted = { entries: 0 }
const note = () => {
  noted.entries += 1
}

const provider = await startProvider({ script, caller, seed: 1, note })
provider.releaseAll()
serve(provider.url)
