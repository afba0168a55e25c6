/** What a gate is told about itself: `<call id>:<tool>`, both without a colon. */
export function joinCall(call: string, tool: string): string {
  return `${call}:${tool}`
}

/** The call id and the scenario's name of the tool. */
export function splitCall(joined: string): [call: string, tool: string] {
  const [call = '', tool = ''] = joined.split(':')
  return [call, tool]
}
