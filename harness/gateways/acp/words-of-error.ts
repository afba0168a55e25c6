import { RequestError } from '@agentclientprotocol/sdk'
import { messageOf } from '../../errors.ts'

/** What an agent says of a request that it does not carry out, with its code and what it adds. */
export function wordsOfError(error: unknown): string {
  if (!(error instanceof RequestError)) return messageOf(error)
  const data = error.data === undefined ? '' : ` ${JSON.stringify(error.data)}`
  return `${error.code}: ${error.message}${data}`
}
