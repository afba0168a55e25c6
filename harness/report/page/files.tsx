import type { RunData } from '../run-data.ts'
import { Command } from './copy.tsx'

/** The file of a finding that others can run. */
export function Repro({ run: { repro }, command }: { run: RunData; command: string }) {
  if (repro === null) return null
  return (
    <div class="repro">
      <p>
        To share it, attach{' '}
        <a href={repro} download="repro.json">
          repro.json
        </a>{' '}
        to an issue: it has the scenario, the version and the seed. Whoever gets it runs:
      </p>
      <Command label="the command that runs repro.json" text={`${command} repro.json`} />
    </div>
  )
}

/** What a run has left, and how its traces are opened. */
export function Files({ run, folder, href }: { run: RunData; folder: string; href: string | undefined }) {
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
      {run.files.map(
        ({ name, href: address, opens }) =>
          opens !== null && (
            <div class="trace" key={name}>
              <p>
                <a href={address}>{name}</a> is what the browser did, step by step. Open it with:
              </p>
              <Command label={`the command that opens ${name}`} text={opens} />
            </div>
          ),
      )}
    </section>
  )
}
