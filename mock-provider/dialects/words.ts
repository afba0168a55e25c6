declare const said: unique symbol

/**
 * What an API says to a request that it rejects, and the name of the rule that is broken; `param`, `code` and `status` where they
 * are not the API's usual ones. Only `say` makes it, so that every place where a rule objects can be found in the source, taken
 * out and missed.
 */
export type Words = Said & { readonly [said]: true }

type Said = {
  readonly rule: string
  readonly message: string
  readonly param?: string | null
  readonly code?: string | null
  readonly status?: number
}

/** Objects to a request in these words, by a rule whose evidence the API lists. */
export function say(rule: string, message: string, more: Omit<Said, 'rule' | 'message'> = {}): Words {
  return { rule, message, ...more } as Words
}
