declare const said: unique symbol

/**
 * What an API says to a request that it rejects; `param`, `code` and `status` where they are not the API's usual ones.
 * Only `say` makes it, so that every place where a rule objects can be found in the source, taken out and missed.
 */
export type Words = Said & { readonly [said]: true }

type Said = {
  readonly message: string
  readonly param?: string | null
  readonly code?: string | null
  readonly status?: number
}

/** Objects to a request in these words. */
export function say(message: string, more: Omit<Said, 'message'> = {}): Words {
  return { message, ...more } as Words
}
