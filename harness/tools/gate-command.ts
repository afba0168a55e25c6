import { existsSync } from 'node:fs'
import type { Machine } from '../machine.ts'
import { programPath } from '../package.ts'

const [program, script] = ['./gate.ts', './gate.sh'].map((name) => programPath(name, import.meta.url)) as [
  string,
  string,
]

/** A shell that can connect to a port; `sh` cannot everywhere. */
const shell = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].find(existsSync)

/**
 * The command line of a gated tool that runs on a machine, up to the call. There are many in a run, and a Node each costs more than all that
 * the harness does besides; so a shell is started where this computer has one. What is in a container is not known.
 */
export function gateCommand(machine: Pick<Machine, 'node' | 'container'>, port: number): string[] {
  const node = [machine.node(process.execPath), program]
  return [...(shell === undefined || machine.container !== undefined ? node : [shell, script, ...node]), String(port)]
}
