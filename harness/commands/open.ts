import { join, resolve } from 'node:path'
import openFile from 'open'
import { fileBelow } from '../below.ts'
import { HarnessError } from '../errors.ts'
import { ownCommand } from '../package.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'

/** Opens a report in the user's browser, and prints its path. */
export const open: Command = {
  usage: ['open [folder]', 'opens the last report in your browser'],
  async run([folder = join('reports', 'latest'), ...others]) {
    if (others.length > 0) throw new HarnessError('USAGE', 'open takes one folder: reports/latest, or that of a report')
    const page = fileBelow(folder, 'index.html')
    if (page === undefined)
      throw new HarnessError(
        'USAGE',
        `there is no report in ${folder}; run scenarios first, or: ${ownCommand} report <run>`,
      )
    say(resolve(page))
    const browser = await openFile(resolve(page))
    browser.on('error', () => {})
    browser.unref()
    return 0
  },
}
