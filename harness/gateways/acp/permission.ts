import type {
  RequestPermissionRequest as Asked,
  PermissionOptionKind,
  RequestPermissionResponse as Reply,
} from '@agentclientprotocol/sdk'
import { splitCall } from '../../tools/call.ts'
import type { Replies } from '../questions.ts'

/** How the protocol answers a question whether a tool may run. */
export function repliesTo(asked: Asked): Replies<Reply> {
  return {
    allowed: replyOf(asked, 'allow_once'),
    declined: replyOf(asked, 'reject_once'),
    withdrawn: { outcome: { outcome: 'cancelled' } },
  }
}

/** The model's id of the call that is asked about: our tool is called with it, and an agent may have an id of its own. */
export function callIn({ toolCall: { toolCallId, rawInput } }: Asked): string {
  const [, joined = ''] = /"call":"([^"]*)"/.exec(JSON.stringify(rawInput ?? '')) ?? []
  return splitCall(joined)[0] || toolCallId.replace(/^.*hold__/, '')
}

/** The first option of a kind: the next may change what is asked later. */
function replyOf({ options }: Asked, kind: PermissionOptionKind): Reply | undefined {
  const option = options.find((one) => one.kind === kind)
  return option && { outcome: { outcome: 'selected', optionId: option.optionId } }
}
