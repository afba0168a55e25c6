import { useRef, useState } from 'preact/hooks'
import { Scroll } from './scroll.tsx'

/** A command, with a button that copies it. */
export function Command({ label, text }: { label: string; text: string }) {
  const code = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')
  const copy = async () => setSaid((await copied(text, code.current)) ? 'Copied' : 'Selected: press Ctrl-C')
  return (
    <div class="command">
      <Scroll label={label} kind="code">
        <code ref={code}>{text}</code>
      </Scroll>
      <button type="button" onClick={copy}>
        Copy<span class="unseen"> {label}</span>
      </button>
      <span class="said" role="status">
        {said}
      </span>
    </div>
  )
}

/** A browser may not let a page that was opened from disk use the clipboard; then the text is selected to be copied by hand. */
async function copied(text: string, element: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    if (element !== null) getSelection()?.selectAllChildren(element)
    return false
  }
}
