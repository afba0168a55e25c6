import type { Failures, Unpaired } from '../failure.ts'

const quota = {
  status: 429,
  type: 'insufficient_quota',
  message:
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
  code: 'insufficient_quota',
}
const serverError = 'The server had an error while processing your request. Sorry about that!'

/** What Chat Completions says about a result without its call, and about a call without its result. */
export const completionsUnpaired: Unpaired = {
  call: ({ id, message }) => ({
    message: `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`,
    param: `messages.[${message}].tool_call_id`,
  }),
  result: ({ id, message }) => ({
    message: `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${id}`,
    param: `messages.[${message + 1}].role`,
  }),
}

/** What Responses says about the same. */
export const responsesUnpaired: Unpaired = {
  call: ({ id }) => ({ message: `No tool call found for function call output with call_id ${id}.`, param: 'input' }),
  result: ({ id }) => ({ message: `No tool output found for function call ${id}.`, param: 'input' }),
}

/** Both of OpenAI's APIs (docs: platform.openai.com "Error codes"; the rate limit's words from continuedev/continue#11472). */
export const openaiFailures: Failures = {
  'invalid-request': { status: 400, type: 'invalid_request_error', message: 'Invalid request.' },
  unpaired: {
    status: 400,
    type: 'invalid_request_error',
    message: responsesUnpaired.call({ id: 'call_gatecrash', message: 0, block: 0 }).message,
  },
  billing: quota,
  'bad-key': {
    status: 401,
    type: 'invalid_request_error',
    message:
      'Incorrect API key provided: gatecras****-key. You can find your API key at https://platform.openai.com/account/api-keys.',
    code: 'invalid_api_key',
  },
  'no-key': {
    status: 401,
    type: 'invalid_request_error',
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
  },
  'token-expired': {
    status: 401,
    type: 'invalid_request_error',
    message: 'Provided authentication token is expired. Please try signing in again.',
    code: 'token_expired',
  },
  forbidden: {
    status: 403,
    type: 'invalid_request_error',
    message: 'Project does not have access to model `chaos-model`.',
    code: 'model_not_found',
  },
  'unknown-model': {
    status: 404,
    type: 'invalid_request_error',
    message: 'The model `chaos-model` does not exist or you do not have access to it.',
    code: 'model_not_found',
  },
  'too-large': { status: 413, type: 'invalid_request_error', message: 'Request too large.' },
  'rate-limit': {
    status: 429,
    type: 'tokens',
    message:
      'Rate limit reached for chaos-model in organization org-gatecrash on tokens per min (TPM): Limit 30000, Used 18928, Requested 11159. Please try again in 174ms. Visit https://platform.openai.com/account/rate-limits to learn more.',
    code: 'rate_limit_exceeded',
  },
  'spend-cap': quota,
  'server-error': { status: 500, type: 'server_error', message: serverError },
  unavailable: {
    status: 503,
    type: 'service_unavailable_error',
    message: 'The engine is currently overloaded, please try again later.',
  },
  overloaded: {
    status: 503,
    type: 'service_unavailable_error',
    message: 'The engine is currently overloaded, please try again later.',
  },
}
