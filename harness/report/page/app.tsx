import { useLayoutEffect, useState } from 'preact/hooks'
import type { PageData } from '../html.ts'
import { whereIs } from './data.ts'
import { Overview } from './overview.tsx'
import { Scenario } from './scenario.tsx'

/** The whole page: all scenarios, or the one whose address it has. */
export function App({ data }: { data: PageData }) {
  const [address, setAddress] = useState(location.hash)
  useLayoutEffect(() => {
    const follow = () => setAddress(location.hash)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const where = whereIs(address)
  const result = where && data.reports[where.report]?.scenarios[where.scenario]
  return (
    <>
      <header class="top">
        <a class="brand" href="#/">
          <span aria-hidden="true">⚡</span> Gatecrash
        </a>
        {where && result && (
          <a class="back" href="#/">
            ← all scenarios
          </a>
        )}
      </header>
      <main>
        {where && result ? (
          <Scenario key={address} data={data} where={where} result={result} />
        ) : (
          <Overview data={data} />
        )}
      </main>
    </>
  )
}
