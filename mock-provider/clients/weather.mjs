/** What the one tool of the loops was asked. */
export const ran = []

/** The one tool of the loops. */
export function weatherOf({ city }) {
  ran.push(city)
  return '18C'
}

/** The schema of its arguments. */
export const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}

/** Where the provider is, and how it is asked: `node <client>.mjs <api> <url> <whole | stream>`. */
export const [api, url, mode] = process.argv.slice(2)
export const streams = mode === 'stream'

/** What a loop came to, for the test to read. */
export function tell(said) {
  console.log(JSON.stringify({ said, ran }))
}
