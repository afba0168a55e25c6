import { programPath } from '../../package.ts'
import { quote } from '../../quote.ts'

const isRoot = process.getuid?.() === 0

/** An ordinary user needs a namespace of users, too, and keeps its id in it. */
const [ownUsers, theirUsers] = isRoot
  ? [[], []]
  : [
      ['--user', '--map-current-user', '--keep-caps'],
      ['--user', '--preserve-credentials'],
    ]

/** What a gateway of root's may still do: what a container's root may, without devices and raw packets. */
const rights = 'chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service'.split(' ')

/** Neither root nor a program that would make itself root gets out of the namespaces. */
const withoutRights = [
  'setpriv',
  '--no-new-privs',
  ...(isRoot ? [`--bounding-set=-all,${rights.map((right) => `+${right}`).join(',')}`] : []),
]

/** Starts a shell script as the first process of a box. The kernel ends it, and all in the box, when we go away. */
export function openWords(script: string): string[] {
  const [alone, dying] = [
    ['--net', '--mount', '--pid', '--ipc'],
    ['setpriv', '--pdeathsig', 'KILL'],
  ]
  const unshare = ['unshare', ...ownUsers, ...alone, '--fork', '--kill-child', '--mount-proc']
  return [...dying, ...unshare, '--propagation', 'private', 'sh', '-c', script]
}

/** Waits for a program as a shell does, and without a word of its own: it is not the program's parent's place to say anything. */
const waiting = 'cd "$1" && shift && exec 3>&2 2>/dev/null; (exec "$@" 2>&3 3>&-); exit $?'

/**
 * What goes before a program's own words to have it run in the box whose first process is `init`, in a session of its own, without a
 * terminal. What is started so stays outside; the program is its one child.
 */
export function enterWords(init: number, cwd: string): string[] {
  const enter = ['nsenter', '-t', String(init), ...theirUsers, '--net', '--mount', '--pid', '--ipc', '--no-fork']
  return [...enter, '--', 'sh', '-c', waiting, 'sh', cwd, 'setsid', ...withoutRights, '--']
}

/** Starts what makes sockets in the network of a box, and is else outside. */
export function keeperWords(init: number): string[] {
  const enter = ['nsenter', '-t', String(init), ...theirUsers, '--net']
  return [...enter, '--', process.execPath, programPath('./keeper.ts', import.meta.url)]
}

/** What the first process of a box does: mounts all that is to be seen, says so, and then waits for processes that nobody else does. */
export function initScript(mounts: readonly string[]): string {
  return [
    'set -e',
    'ip link set lo up',
    // the resolver has no rights
    'echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start',
    ...(isRoot ? ownDevices : []),
    ...mounts,
    'echo ready',
    'while :; do sleep infinity & wait; done',
  ].join('\n')
}

/** Root may open any device, disks included, so it gets a folder with none but these. */
const ownDevices = [
  'cd /dev',
  'mount -t tmpfs -o mode=755 gatecrash /dev',
  'cp -a ./null ./zero ./full ./random ./urandom ./tty /dev',
  'mkdir /dev/pts /dev/shm',
  `ln -s ${['pts/ptmx', '/proc/self/fd'].map(quote).join(' ')} /dev`,
  'ln -s fd/0 /dev/stdin',
  'ln -s fd/1 /dev/stdout',
  'ln -s fd/2 /dev/stderr',
  'cd /',
]
