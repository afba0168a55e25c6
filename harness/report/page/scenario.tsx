import { useEffect, useState } from 'preact/hooks'
import type { ScenarioResult } from '../../result.ts'
import type { PageData } from '../html.ts'
import type { RunData } from '../run-data.ts'
import { Command } from './copy.tsx'
import { readRunData, spanWords, type Where } from './data.ts'
import { Entries } from './entries.tsx'
import { Findings } from './findings.tsx'
import { Timeline } from './timeline.tsx'
import { useTitle } from './title.ts'
import { TranscriptTables } from './transcripts.tsx'
import { Sign } from './verdict.tsx'
import './scenario.css'

/** One scenario: what was found, how to repeat it, the picture of the run, its transcripts, and everything seen. */
export function Scenario({ data, where, result }: { data: PageData; where: Where; result: ScenarioResult }) {
  const heading = useTitle(result.title)
  const run = useRun(where)
  const [chosen, setChosen] = useState<readonly number[]>([])
  const show = (entries: readonly number[]) => {
    setChosen(entries)
    document.getElementById('timeline')?.scrollIntoView({ block: 'start' })
  }
  return (
    <>
      <p class="back">
        <a href="#/">← all scenarios</a>
      </p>
      <section class={`verdict ${result.verdict}`}>
        <h1 ref={heading} tabIndex={-1}>
          <Sign of={result.verdict} /> {result.title}
        </h1>
        <p class="about">
          {result.gateway} · {data.reports[where.report]?.api} · <code>{result.file}</code> · {spanWords(result.ms)}
          {run?.issue && <Issue issue={run.issue} />}
        </p>
      </section>
      <Findings result={result} show={show} sentences={data.sentences} />
      <h2>Repeat it</h2>
      <Command label="the command that repeats it" text={result.repeat} />
      {run === undefined && <p class="empty">{missingWords(where, result)}</p>}
      {run && (
        <RunParts run={run} chosen={chosen} choose={setChosen} result={result} href={data.folders[result.folder]} />
      )}
    </>
  )
}

function RunParts({
  run,
  chosen,
  choose,
  result,
  href,
}: {
  run: RunData
  chosen: readonly number[]
  choose: (entries: readonly number[]) => void
  result: ScenarioResult
  href: string | undefined
}) {
  return (
    <>
      <Timeline run={run} chosen={chosen} choose={choose} />
      <TranscriptTables of={run.transcripts} />
      <Files run={run} folder={result.folder} href={href} />
      <Entries run={run} folder={result.folder} claims={result.claims} />
    </>
  )
}

function useRun(where: Where): RunData | undefined {
  const [run, setRun] = useState<RunData>()
  useEffect(() => {
    readRunData(where).then(setRun)
  }, [where.report, where.scenario])
  return run
}

function missingWords(where: Where, { folder }: ScenarioResult): string {
  const isThere = document.getElementById(`run-${where.report}-${where.scenario}`) !== null
  return isThere ? 'Reading the record…' : `The record of this run was not there when the page was made: ${folder}`
}

/** `owner/name#1` or an address; anything else is only named. */
function Issue({ issue }: { issue: string }) {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(issue) ?? []
  const address = number === undefined ? issue : `https://github.com/${repository}/issues/${number}`
  return <> · {/^https:\/\//.test(address) ? <a href={address}>{issue}</a> : issue}</>
}

function Files({ run, folder, href }: { run: RunData; folder: string; href: string | undefined }) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files of the run</h2>
      <p>{href === undefined ? folder : <a href={href}>{folder}</a>}</p>
      <ul class="files">
        {run.files.map(({ name, href: address }) => (
          <li key={name}>
            <a href={address}>{name}</a>
          </li>
        ))}
      </ul>
      {run.files
        .filter(({ name }) => name.endsWith('trace.zip'))
        .map(({ name }) => (
          <Command
            key={name}
            label="the command that opens the trace"
            text={`npx playwright show-trace ${folder}/${name}`}
          />
        ))}
      <div class="pictures">
        {run.files.map(
          ({ name, href: address, shown }) =>
            shown !== null && (
              <figure key={name}>
                <a href={address}>
                  <img src={shown} alt={`screenshot ${name}`} loading="lazy" />
                </a>
                <figcaption>{name}</figcaption>
              </figure>
            ),
        )}
      </div>
    </section>
  )
}
