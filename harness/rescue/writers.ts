import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { StoredSession } from '../store/store.ts'

/**
 * Who may write a session now, in words; nothing when nobody can be seen to. Its lock is looked at, who has the file open (Linux), and whether
 * a program of the agent runs, which opens files only for moments.
 */
export async function writerOf(session: StoredSession, program: RegExp): Promise<string | undefined> {
  return (await session.writer()) ?? (await opener(session.file)) ?? (await running(program, session.file))
}

async function opener(file: string): Promise<string | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    if (Number(pid) === process.pid) continue
    // another user's process shows nothing, and one that has ended neither
    for (const fd of await readdir(join('/proc', pid, 'fd')).catch(() => [])) {
      const target = await readlink(join('/proc', pid, 'fd', fd)).catch(() => '')
      if (target === file || target === `${file}-wal`) return `process ${pid} has it open`
    }
  }
  return undefined
}

async function running(program: RegExp, file: string): Promise<string | undefined> {
  const { stdout } = await execa('ps', ['-axo', 'pid=,args='])
  for (const line of stdout.split('\n')) {
    const [, pid = '', args = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    if (!program.test(args) || Number(pid) === process.pid || (await isElsewhere(pid, file))) continue
    return `its agent runs as process ${pid}`
  }
  return undefined
}

/** Whether a process keeps its state in another folder or home, as far as its environment tells (Linux). */
async function isElsewhere(pid: string, file: string): Promise<boolean> {
  const environment = await readFile(join('/proc', pid, 'environ'), 'utf8').catch(() => '')
  const folders = (name: RegExp) =>
    environment.split('\0').flatMap((line) => {
      const [key = '', folder = ''] = line.split(/=(.*)/s)
      return name.test(key) ? [folder] : []
    })
  const own = folders(/^[A-Z]+_STATE_DIR$/)
  const known = own.length > 0 ? own : folders(/^(?:HOME|\w+_HOME)$/)
  return known.length > 0 && !known.some((folder) => file.startsWith(join(folder, '/')))
}
