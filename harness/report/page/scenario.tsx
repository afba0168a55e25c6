import { useEffect, useState } from 'preact/hooks'
import type { ScenarioResult } from '../../result.ts'
import type { PageData, PageResult } from '../html.ts'
import type { RunData } from '../run-data.ts'
import { Command } from './copy.tsx'
import { readRunData, spanWords, type Where } from './data.ts'
import { Entries } from './entries.tsx'
import { Files, Repro } from './files.tsx'
import { Findings, Lead } from './findings.tsx'
import { Pictures } from './pictures.tsx'
import { Timeline } from './timeline.tsx'
import { useTitle } from './title.ts'
import { TranscriptTables } from './transcripts.tsx'
import { Issue, outcomeWords, Sign } from './verdict.tsx'
import './scenario.css'

/** One scenario: what broke in a sentence, the steps beside the picture of the run, what was found, how to repeat it, and everything seen. */
export function Scenario({ data, where, result }: { data: PageData; where: Where; result: PageResult }) {
  const heading = useTitle(result.title)
  const run = useRun(where)
  const [chosen, setChosen] = useState<readonly number[]>([])
  const show = (entries: readonly number[]) => {
    setChosen(entries)
    document.getElementById('timeline')?.scrollIntoView({ block: 'start' })
  }
  return (
    <>
      <section class={`verdict ${result.standing}`}>
        <h1 ref={heading} tabIndex={-1}>
          <Sign of={result.standing} /> {result.title}
        </h1>
        <p class="about">
          <b>{outcomeWords[result.standing]}</b> · {result.gateway} · {data.reports[where.report]?.api} ·{' '}
          <code>{result.file}</code> · {spanWords(result.ms)}
          {run?.issue && (
            <>
              {' '}
              · about <Issue issue={run.issue} />
            </>
          )}
        </p>
        {data.about !== '' && <p class="about">{data.about}</p>}
        <Lead result={result} claims={data.claims} show={show} />
      </section>
      {run && <Timeline run={run} chosen={chosen} choose={setChosen} />}
      {run === undefined && <p class="empty">{missingWords(where, result)}</p>}
      <Findings result={result} show={show} claims={data.claims} />
      <h2>{data.about === '' ? 'Repeat it' : 'Judge it again'}</h2>
      <Command label="the command that repeats it" text={result.repeat} />
      {run && <Repro run={run} command={data.command} />}
      {run && <RunParts run={run} show={show} result={result} href={data.folders[result.folder]} />}
    </>
  )
}

function RunParts({
  run,
  show,
  result,
  href,
}: {
  run: RunData
  show: (entries: readonly number[]) => void
  result: ScenarioResult
  href: string | undefined
}) {
  return (
    <>
      <Pictures run={run} show={show} />
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
