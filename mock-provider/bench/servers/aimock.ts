/** aimock with one fixture that gives the same reply, in chunks that make about as many events as ours. */
import { LLMock } from '@copilotkit/aimock'
import { asked, replyInputs, replyText, toolName } from '../reply.ts'
import { serve } from './serve.ts'

/** Its own default (20) makes more events; 27 splits the calls' arguments in three, as ours does. */
const chunkSize = 27

/** Its journal cannot be turned off; one entry keeps what it remembers from costing it anything. */
const journalMaxEntries = 1

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize, journalMaxEntries })
const toolCalls = replyInputs.map((input) => ({ name: toolName, arguments: JSON.stringify(input) }))
mock.onMessage(asked, { content: replyText, toolCalls })
serve(await mock.start())
