/** How a stored history can be damaged: a broken pair of call and result, or a file that ends inside a line. */
export const damages = ['orphaned-call', 'orphaned-result', 'repeated-result', 'swapped-ids', 'cut-line'] as const

/** One of them. */
export type Damage = (typeof damages)[number]

/** Those that break a pair. */
export type PairDamage = Exclude<Damage, 'cut-line'>
