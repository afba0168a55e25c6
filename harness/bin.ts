#!/usr/bin/env node
/** `npx gatecrash`: the command line on the Node that comes with the package, as `npm run` has it in a checkout. It must itself run on Node 20. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { moduleUrl, nodePackage, programPath } from './package.ts'

/** What we are written for: it reads the TypeScript of scenarios. */
const wantedMajor = 26

const isNewEnough = Number.parseInt(process.versions.node, 10) >= wantedMajor
if (isNewEnough) await import(moduleUrl('./cli.ts', import.meta.url).href)
else handOver(ownNode())

function ownNode(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${nodePackage}/package.json`)), 'bin', 'node')
  } catch {
    console.error(
      `gatecrash: it needs Node ${wantedMajor}, this is ${process.version}, and ${nodePackage ?? `a Node for ${process.platform}-${process.arch}`} is not installed beside it; install with optional packages, or run it with Node ${wantedMajor}`,
    )
    process.exit(254)
  }
}

/** Does all that follows in another process: what it is told and how it ends are as if it were this one. */
function handOver(node: string): void {
  const child = spawn(node, [programPath('./cli.ts', import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`gatecrash: ${node} cannot be started: ${error.message}`)
    process.exitCode = 255
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL']
  })
}
