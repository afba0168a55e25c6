import './pair.css'

/** What should have been seen over what was seen. Reports of old versions have neither. */
export function Pair({ expected, actual }: { expected: string; actual: string }) {
  if (expected === '' && actual === '') return null
  return (
    <dl class="pair">
      <dt>expected</dt>
      <dd class="expected">{expected}</dd>
      <dt>actual</dt>
      <dd class="actual">{actual}</dd>
    </dl>
  )
}
