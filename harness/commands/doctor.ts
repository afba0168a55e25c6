import { findDocker } from '../containers/docker.ts'
import { messageOf } from '../errors.ts'
import { whyNoBox } from '../gateways/box/why-no-box.ts'
import { cacheFolder } from '../gateways/cache.ts'
import { findChromium, noChromium } from '../gateways/chromium.ts'
import { say, styled } from '../terminal.ts'
import { checkEnvironment } from './check-environment.ts'
import type { Command } from './command.ts'
import { exitCodes, usageExitCode } from './command.ts'

/** One thing that runs need: what is there, or what is missing and what that means. */
type Check =
  | { readonly name: string; readonly has: string }
  | { readonly name: string; readonly lacks: string; readonly isNeeded: boolean }

/** Says what of all that runs can use is there, and what to do about the rest. */
export const doctor: Command = {
  usage: ['doctor', 'says what this machine has and lacks for runs'],
  async run() {
    const checks = [node(), await folders(), box(), browser(), await docker()]
    say(...checks.map(describe))
    const isReady = checks.every((check) => 'has' in check || !check.isNeeded)
    say('', isReady ? 'Scenarios can run.' : 'Scenarios cannot run yet: see the lines with ✗.')
    return isReady ? exitCodes.pass : usageExitCode
  },
}

function describe(check: Check): string {
  if ('has' in check) return `${styled('green', '✓')} ${check.name.padEnd(10)} ${check.has}`
  const sign = check.isNeeded ? styled('red', '✗') : styled('yellow', '-')
  return `${sign} ${check.name.padEnd(10)} ${check.lacks}`
}

function node(): Check {
  return { name: 'Node', has: `${process.version}, ${process.platform} ${process.arch}` }
}

async function folders(): Promise<Check> {
  const name = 'folders'
  return checkEnvironment().then(
    () => ({ name, has: `reports can be written here; gateways are installed in ${cacheFolder()}` }),
    (error) => ({ name, lacks: messageOf(error), isNeeded: true }),
  )
}

function box(): Check {
  const [name, why] = ['box', whyNoBox()]
  if (why === undefined) return { name, has: 'each gateway runs in namespaces of its own, without a network' }
  return {
    name,
    lacks: `no namespaces (${why}): only Node's own connections are kept on this machine`,
    isNeeded: false,
  }
}

function browser(): Check {
  const [name, found] = ['browser', findChromium()]
  if (found !== undefined) return { name, has: found }
  return { name, lacks: `${noChromium}; scenarios with a page are skipped`, isNeeded: false }
}

async function docker(): Promise<Check> {
  const name = 'Docker'
  return findDocker().then(
    () => ({ name, has: 'it answers' }),
    (error) => ({ name, lacks: `${messageOf(error)}; only --runtime container needs it`, isNeeded: false }),
  )
}
