import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Names the window, and moves the reader to the heading when the page shows something else. */
export function useTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const isFirst = document.title === 'Gatecrash report'
    document.title = `${title} · Gatecrash`
    if (isFirst) return
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [title])
  return heading
}
