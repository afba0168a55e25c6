/** Has `Date` be ahead of the system's clock by so many milliseconds, or behind it, in this process. Timers go on as they do. */
export function hookClock(ahead: () => number): void {
  const Real = Date
  const now = () => Real.now() + ahead()
  globalThis.Date = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}
