import type { Picture, RunData } from '../run-data.ts'
import { instant } from './data.ts'

/** The pictures of pages, in the order in which they were taken, each with its instant. */
export function Pictures({ run, show }: { run: RunData; show: (entries: readonly number[]) => void }) {
  if (run.pictures.length === 0) return null
  return (
    <section aria-labelledby="pictures">
      <h2 id="pictures">What the pages showed</h2>
      <div class="pictures">
        {run.pictures.map((picture) => (
          <figure key={picture.name}>
            <a href={picture.href}>
              <img src={picture.shown} alt={`the page at ${nameOf(picture)}`} loading="lazy" />
            </a>
            <figcaption>
              <Instant picture={picture} show={show} /> {nameOf(picture)}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  )
}

function Instant({ picture: { n, at }, show }: { picture: Picture; show: (entries: readonly number[]) => void }) {
  if (n === null || at === null) return null
  return (
    <button type="button" onClick={() => show([n])}>
      {instant(at)}
    </button>
  )
}

function nameOf({ name }: Picture): string {
  return name.replace(/^pages\//, '').replace(/\.png$/, '')
}
