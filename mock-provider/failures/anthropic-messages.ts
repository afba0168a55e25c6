import type { Failures, Unpaired } from '../failure.ts'

/** What is said about a result without its call, and about a call without its result. */
export const anthropicUnpaired: Unpaired = {
  call: ({ id, message, block }) => ({
    message: `messages.${message}.content.${block}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
  }),
  result: ({ id, message }) => ({
    message: `messages.${message}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${id}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  }),
}

/**
 * Docs: platform.claude.com "Errors"; the billing 400 from anthropics/claude-code#88711, the expired token from netra-systems/zen#11,
 * `x-should-retry` from anthropics/anthropic-sdk-typescript#357 (429) and #616 (529).
 */
export const anthropicFailures: Failures = {
  'invalid-request': { status: 400, type: 'invalid_request_error', message: 'Error' },
  unpaired: {
    status: 400,
    type: 'invalid_request_error',
    ...anthropicUnpaired.call({ id: 'toolu_01gatecrash', message: 2, block: 0 }),
  },
  billing: {
    status: 400,
    type: 'invalid_request_error',
    message:
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  },
  'bad-key': { status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
  'no-key': { status: 401, type: 'authentication_error', message: 'x-api-key header is required' },
  'token-expired': {
    status: 401,
    type: 'authentication_error',
    message: 'OAuth token has expired. Please obtain a new token or refresh your existing token.',
  },
  forbidden: {
    status: 403,
    type: 'permission_error',
    message: 'Your API key does not have permission to use the specified resource.',
  },
  'unknown-model': { status: 404, type: 'not_found_error', message: 'model: chaos-model' },
  'too-large': { status: 413, type: 'request_too_large', message: 'Request exceeds the maximum size' },
  'rate-limit': {
    status: 429,
    type: 'rate_limit_error',
    message:
      "This request would exceed your organization's rate limit of 30,000 input tokens per minute (org: 00000000-0000-0000-0000-000000000000, model: chaos-model). For details, refer to: https://docs.claude.com/en/api/rate-limits.",
    headers: {
      'anthropic-ratelimit-input-tokens-limit': '30000',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'x-should-retry': 'true',
    },
  },
  'spend-cap': {
    status: 429,
    type: 'rate_limit_error',
    message: 'You have reached your specified API usage limits.',
    code: 'enforced_spend_limit_reached',
  },
  'server-error': { status: 500, type: 'api_error', message: 'Internal server error' },
  unavailable: { status: 503, type: 'api_error', message: 'Service unavailable' },
  overloaded: {
    status: 529,
    type: 'overloaded_error',
    message: 'Overloaded',
    headers: { 'x-should-retry': 'true' },
  },
}
