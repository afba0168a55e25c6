import type { CellState, MapFinding, SafeMap } from './map.ts'
import { coverageLines, legend, signOf, summaryOf, wordsOf } from './map-words.ts'

/** The map as one page that needs nothing else: a table whose cells say more when they are pointed at, and what was found. */
export function renderMapHtml(map: SafeMap): string {
  const { gateway, title, instants, faults, findings, cells } = map
  const states = new Map(cells.map(({ instant, fault, state }) => [`${fault} at ${instant}`, state]))
  const row = (instant: string) =>
    `<tr><th scope="row">${shown(instant)}</th>${faults
      .map((fault) => cellOf(states.get(`${fault} at ${instant}`) ?? { is: 'untried' }, fault))
      .join('')}</tr>`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${shown(`${gateway}: ${title}`)}</title>
<style>${style}</style>
<h1>${shown(gateway)}: ${shown(title)}</h1>
<p>${shown(summaryOf(map))}.</p>
<p>${shown(legend)}.</p>
<div class="map"><table>
<thead><tr><td></td>${faults.map((fault) => `<th scope="col"><span>${shown(fault)}</span></th>`).join('')}</tr></thead>
<tbody>
${instants.map(row).join('\n')}
</tbody>
</table></div>
${findings.map(findingOf).join('\n')}
${coverageLines(map)
  .map((line) => `<p>${shown(line)}.</p>`)
  .join('\n')}
</html>
`
}

function cellOf(state: CellState, fault: string): string {
  const sign = shown(signOf(state))
  const link = state.is === 'red' ? `<a href="#finding-${state.finding}">${sign}</a>` : sign
  return `<td class="${state.is}" title="${shown(`${fault}: ${wordsOf(state)}`)}">${link}</td>`
}

function findingOf({ number, claim, says, failed, runs, seen, steps, scenario, repro, search }: MapFinding): string {
  const files = [scenario, repro].flatMap((file) =>
    file === undefined ? [] : [`<a href="${shown(file)}">${shown(file)}</a>`],
  )
  return `<section id="finding-${number}">
<h2>✗${number} ${shown(claim)}</h2>
<p>${shown(says)}</p>
<p>Seen first: ${shown(seen)}. Alone on a fresh gateway: ${failed} of ${runs}. ${files.join(' · ')}</p>
<ol>${steps.map((step) => `<li>${shown(step)}</li>`).join('')}</ol>
${search.length === 0 ? '' : `<details><summary>How it was made small</summary>${shown(search.join('; '))}</details>`}
</section>`
}

/** A stranger's words as text. */
function shown(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem; }
.map { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8rem; }
th[scope="row"] { text-align: left; font-weight: normal; white-space: nowrap; padding-right: 1rem; position: sticky; left: 0; background: Canvas; }
th[scope="col"] { height: 12rem; vertical-align: bottom; font-weight: normal; }
th[scope="col"] span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
td { text-align: center; min-width: 1.7rem; border: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
td.green { background: #1a7f3733; }
td.red { background: #cf222e55; font-weight: bold; }
td.unknown { background: #bf870055; }
td.not, td.same { opacity: 0.45; }
section { max-width: 60rem; }
`
