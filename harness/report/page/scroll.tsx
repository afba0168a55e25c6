import type { ComponentChildren } from 'preact'

/** What may be too wide or too long for its place, and scrolls there, also by keyboard. */
export function Scroll({ label, kind, children }: { label: string; kind: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class={kind} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
