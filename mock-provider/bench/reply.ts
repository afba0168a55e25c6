/** What every server answers, said once so that all of them write the same reply. */

/** A text that only the first user message of every request holds: it is how a server finds its reply. */
export const asked = 'Compare the two deployments'

/** The gated tool, offered by every request. */
export const toolName = 'exec'

/** The text of the reply. */
export const replyText = 'I look at both sides.'

/** The arguments of the reply's two calls. */
export const replyInputs = ['left', 'right'].map((side) => ({
  command: `node /opt/tools/gate.js 4010 call-${side}`,
  timeout: 120,
}))

/** The API that is measured, and its path. */
export const api = 'anthropic-messages'

/** The path of the API that is measured. */
export const path = '/v1/messages'
