import type { Failures, Unpaired } from '../failure.ts'

const quota = {
  status: 429,
  type: 'RESOURCE_EXHAUSTED',
  message: 'You exceeded your current quota, please check your plan and billing details. Please retry in 1.58s.',
}
const overloaded = {
  status: 503,
  type: 'UNAVAILABLE',
  message: 'The model is overloaded. Please try again later.',
}

/** What is said about a response without its call, and about a call without its response; the API names no ids. */
export const googleUnpaired: Unpaired = {
  call: () => ({
    message: 'Please ensure that function response turn comes immediately after a function call turn.',
  }),
  result: () => ({
    message:
      'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
  }),
}

/** Docs: ai.google.dev "Troubleshooting"; the API's own status names. */
export const googleFailures: Failures = {
  'invalid-request': { status: 400, type: 'INVALID_ARGUMENT', message: 'Request contains an invalid argument.' },
  unpaired: {
    status: 400,
    type: 'INVALID_ARGUMENT',
    ...googleUnpaired.result({ id: '', message: 0, block: 0 }),
  },
  billing: quota,
  'bad-key': {
    status: 400,
    type: 'INVALID_ARGUMENT',
    message: 'API key not valid. Please pass a valid API key.',
  },
  'no-key': {
    status: 403,
    type: 'PERMISSION_DENIED',
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  },
  'token-expired': {
    status: 401,
    type: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  },
  forbidden: { status: 403, type: 'PERMISSION_DENIED', message: 'The caller does not have permission' },
  'unknown-model': {
    status: 404,
    type: 'NOT_FOUND',
    message: 'models/chaos-model is not found for API version v1beta, or is not supported for generateContent.',
  },
  'too-large': {
    status: 413,
    type: 'INVALID_ARGUMENT',
    message: 'Request payload size exceeds the limit: 20971520 bytes.',
  },
  'rate-limit': quota,
  'spend-cap': quota,
  'server-error': { status: 500, type: 'INTERNAL', message: 'An internal error has occurred.' },
  unavailable: overloaded,
  overloaded,
}
