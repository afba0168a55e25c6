import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, vi } from 'vitest'
import { isUsageError, messageOf } from '../errors.ts'
import { shown } from '../terminal.ts'

/** What stands in files and variables that a stranger's files must not bring to anybody's eyes. */
export const canary = 'canary-7Qx-of-a-file-elsewhere'

/** Words that terminals, logs, shells, pages and Markdown would act on. */
export const evilWords =
  '\u001b[2J\u001b]0;pwned\u0007\u202e\n::error::pwned\n##[add-mask]x</script><img src=x onerror=alert(1)> `$(touch pwned)` "; touch pwned; \' @everyone #1 https://evil.example'

/** Files of holes, which are larger, hold nothing. */
const maxRead = 100_000_000

/** What came of a stranger's files: an error that says what is wrong with them, or what the command does otherwise. */
export type Came = 'refused' | 'harmless'

/** Folders for tests: a stranger's, the user's, where commands run, and one elsewhere that no command may touch. */
export type HostileStage = {
  readonly theirs: string
  readonly mine: string
  readonly elsewhere: string
  /** Does what a user does with a stranger's files. @throws Error naming the harm that came of it */
  came(act: () => unknown): Promise<Came>
}

/** Sets the stage anew before each test of a file. */
export function hostileStage(): HostileStage {
  const root = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  const home = process.cwd()
  const [theirs, mine, elsewhere] = ['theirs', 'mine', 'elsewhere'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  beforeEach(() => {
    for (const folder of [theirs, mine, elsewhere]) {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder)
    }
    for (const name of ['secret.txt', 'record.jsonl', 'repro.json', 'picture.png'])
      writeFileSync(join(elsewhere, name), canary)
    vi.stubEnv('GH_TOKEN', canary)
    vi.stubEnv('GITHUB_ACTIONS', 'true')
    vi.stubEnv('GITHUB_STEP_SUMMARY', '')
    process.chdir(mine)
  })
  afterEach(() => {
    process.chdir(home)
    vi.unstubAllEnvs()
  })
  afterAll(() => rmSync(root, { recursive: true }))
  return { theirs, mine, elsewhere, came: (act) => came(act, { root, elsewhere }) }
}

async function came(act: () => unknown, { root, elsewhere }: { root: string; elsewhere: string }): Promise<Came> {
  const before = filesIn(elsewhere)
  const told: string[] = []
  const spies: { mockRestore(): void }[] = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => told.push(String(text)) > 0),
  )
  // the commands to the log that are ours
  const commands: string[] = []
  spies.push(vi.spyOn(console, 'log').mockImplementation((text) => void commands.push(String(text))))
  let result: Came = 'harmless'
  try {
    await act()
  } catch (error) {
    if (!isUsageError(error)) throw new Error(`harm: a crash: ${messageOf(error)}`, { cause: error })
    told.push(error.message.split('\n').map(shown).join('\n'))
    result = 'refused'
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  const all = told.join('')
  if (/[^\P{Cc}\n]|\p{Bidi_Control}/u.test(all)) throw new Error(`harm: the terminal acts on ${JSON.stringify(all)}`)
  if (/^\s*::|##\[/m.test(all)) throw new Error(`harm: the log acts on ${all}`)
  const wrongCommands = commands.filter((command) => !/^::(?:error|warning) [^\r\n]*$/.test(command))
  if (wrongCommands.length > 0) throw new Error(`harm: the log acts on ${wrongCommands[0]}`)
  if ([all, ...commands].some((text) => text.includes(canary))) throw new Error('harm: a file elsewhere is told')
  if (JSON.stringify(filesIn(elsewhere)) !== JSON.stringify(before))
    throw new Error('harm: a file elsewhere was changed')
  const wrong = filesIn(root).filter(
    ([file, text]) => !file.startsWith(elsewhere) && (text.includes(canary) || basename(file) === 'pwned'),
  )
  if (wrong.length > 0) throw new Error(`harm: ${wrong.map(([file]) => file).join(', ')}`)
  return result
}

/** All plain files of a folder that could be read, with what can be read in them, packed or not; no link is followed. */
function filesIn(folder: string): [file: string, text: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap<[string, string]>((found) => {
    const file = join(folder, found.name)
    if (found.isDirectory()) return filesIn(file)
    return found.isFile() && lstatSync(file).size < maxRead ? [[file, unpacked(readFileSync(file, 'utf8'))]] : []
  })
}

function unpacked(text: string): string {
  const runs = [...text.matchAll(/<script type="text\/plain" id="run-[\d-]+">([^<]*)</g)]
  const inside = runs.map(([, data = '']) => inflateRawSync(Buffer.from(data, 'base64')).toString())
  const pictures = [text, ...inside].flatMap((part) => [...part.matchAll(/base64,([\w+/=]+)/g)])
  return [text, ...inside, ...pictures.map(([, data = '']) => Buffer.from(data, 'base64').toString())].join('\n')
}
