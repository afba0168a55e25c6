/**
 * Waits for somebody who may never answer.
 * @param limit milliseconds
 * @param late makes the error, when the limit is over first
 * @throws what `late` makes
 */
export function inTime<T>(awaited: Promise<T>, limit: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limit)
  })
  return Promise.race([awaited, over]).finally(() => clearTimeout(timer))
}
