/** An option as it is written, and what it does. */
type Row = readonly [option: string, does: string]

/** The options of each command that has some, for its help. */
export const commandOptions: Readonly<Record<string, readonly Row[]>> = {
  scan: [
    ['--agent <name>', 'look at the sessions of this agent only'],
    ['--json', 'the result as JSON'],
    ['--watch', 'look again every few seconds, until Ctrl-C'],
    ['--on-break <command>', 'run a command for each session that is newly broken'],
  ],
  repair: [
    ['--agent <name>', 'whose session it is, where the path does not tell'],
    ['--session <id>', 'one session of a store with several'],
    ['--write', 'repair it, after a backup; without it you are told what would change'],
    ['--undo', 'put the backup back'],
    ['--prove', 'run the repaired session in the real agent, beside the mock provider'],
    ['--api <name>', 'the API whose rules it must satisfy'],
  ],
  explore: [
    ['--gateway <which>', 'a name and a version'],
    ['--api <name>', 'its model API'],
    ['--tools <n>', 'how many tools the batch calls (3)'],
    ['--faults <names>', 'only these faults, with commas; none for those of --writes alone'],
    ['--writes <n>', 'also SIGKILL at each of the next n writes into the state folder'],
    ['--budget <time>', 'how long it may take, such as 10m'],
    ['--seed <n>', 'the same seed tries the same schedules'],
    ['--out <folder>', 'where the map goes'],
    ['--width <n>, --batch <n>, --lanes <n>', 'sessions in one gateway, runs until it is restarted, gateways at once'],
    ['--sweep-only', 'each instant × each fault, and no schedules by chance'],
    ['--until-finding', 'stop at the first finding'],
    ['--since <map>', 'say what changed since an earlier map'],
    ['--writes <n>', 'also SIGKILL at each of the next n writes'],
    ['--shard <k>/<n>', 'only the k-th of n parts of the map'],
    ['--merge <folders>', 'put the maps of parts together in --out'],
  ],
  judge: [['--no-expectations', 'raw verdicts, without the list of known findings']],
  bisect: [
    ['--good <version>', 'a version without the finding'],
    ['--bad <version>', 'a version with it'],
    ['--claim <name>', 'look at this claim only'],
    ['--versions <list>', 'try these versions, with commas'],
    ['--api <name>', 'the model API'],
    ['-t, --title <title>', 'one scenario of a file with several'],
    ['--seed <n>', 'the seed of every run (1)'],
    ['--repeat <n>', 'runs on each version (2)'],
  ],
  cache: [['prune --keep <n>', 'remove all but the n that were used last']],
  merge: [
    ['--no-expectations', 'do not compare with the list of known findings'],
    ['--expectations <file>', 'a list of your own'],
  ],
}
