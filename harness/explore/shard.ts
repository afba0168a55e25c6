/** Which part of a map a machine draws: the `part`-th, counted from 1, of so many. */
export type Shard = { readonly part: number; readonly of: number }

/** The whole map. */
export const wholeMap: Shard = { part: 1, of: 1 }

/** Whether a cell is of a part: the parts share out each instant and each fault, and every machine knows the same cells. */
export function isOfShard({ part, of }: Shard, index: number, faults: number): boolean {
  return (Math.floor(index / faults) + (index % faults)) % of === part - 1
}
