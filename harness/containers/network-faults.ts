import { setTimeout as pause } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'
import { limits } from '../limits.ts'
import { execIn } from './docker.ts'
import type { Target } from './faults.ts'

/** How often the system is asked whether a fault has had its effect. */
const lookMs = 50
/** Of all packets, so many are dropped, in either direction. */
const lossProbability = '0.3'
/** A line of so many bits a second: what a modem had. A request of 50 kB waits 6 s in its queue. */
const slowRate = '64kbit'
/** Sends a few datagrams that nobody takes, for a fault to work on: large ones, which fill the queue of a slow line. */
const probe = `
  const socket = require('node:dgram').createSocket('udp4')
  let left = 10
  const sent = () => --left === 0 && socket.close()
  for (let n = left; n > 0; n--) socket.send(Buffer.alloc(1_000), 9, process.argv[1], sent)
`

/** How many packets have found no route: the 12th number of the line `Ip` (RFC 1213, ipOutNoRoutes). */
const outNoRoutes = "grep '^Ip: [0-9]' /proc/net/snmp | cut -d' ' -f13"

type NetworkChange = 'disconnected' | 'cut off' | 'connected' | 'losing packets' | 'slow' | 'without names' | 'repaired'

/**
 * The faults of the network between the gateway, its provider and its clients, made in the kernel, inside the pod's own network. Each
 * resolves when it was seen at work.
 */
export function networkFaults({ docker, networks, pod }: Target): Record<NetworkChange, () => Promise<void>> {
  const { main } = networks
  const asRoot = async (script: string, ...args: string[]) =>
    (await execIn((await pod()).container, ['sh', '-c', script, ...args], 'root')).output
  /** what a script prints, when it is what is wanted */
  const until = async (what: string, script: string, isSo: (output: string) => boolean) => {
    const end = performance.now() + limits.effect
    for (;;) {
      const output = await asRoot(script)
      if (isSo(output)) return
      if (performance.now() > end)
        throw new HarnessError('LIMIT_REACHED', `after ${limits.effect / 1000} s ${what} not seen: ${output}`)
      await pause(lookMs)
    }
  }
  const atWork = (what: string, script: string, counter: RegExp) =>
    until(what, `node -e "${probe}" ${main.host}; ${script}`, (output) => Number(counter.exec(output)?.[1] ?? 0) > 0)
  const hasAddress = async (wanted: boolean) => {
    const { main: address } = await pod()
    await until(
      `its address ${address} ${wanted ? '' : 'gone '}is`,
      'ip -4 -o address',
      (output) => wanted === output.includes(` ${address}/`),
    )
  }
  let unrouted = 0
  const device = 'dev=$(ip -4 -o address | grep " $0/" | cut -d" " -f2)'

  return {
    async disconnected() {
      unrouted = Number(await asRoot(outNoRoutes))
      await docker.getNetwork(main.name).disconnect({ Container: (await pod()).container.id, Force: true })
      await hasAddress(false)
    },
    /** a packet has found no route since, by the kernel's own count */
    async 'cut off'() {
      await until('a packet that found no way was', outNoRoutes, (count) => Number(count) > unrouted)
    },
    async connected() {
      // with the address it had: connections that nobody has given up go on
      await docker.getNetwork(main.name).connect({ Container: (await pod()).container.id })
      await hasAddress(true)
    },
    async 'losing packets'() {
      const { main: address } = await pod()
      const loss = `-m statistic --mode random --probability ${lossProbability} -j DROP`
      await asRoot(`iptables -A OUTPUT -s $0 ${loss} && iptables -A INPUT -d $0 ${loss}`, address)
      await atWork('a dropped packet was', 'iptables -nvxL', /^ *([1-9]\d*) +\d+ DROP/m)
    },
    async slow() {
      const { main: address } = await pod()
      await asRoot(`${device}; tc qdisc add dev $dev root tbf rate ${slowRate} burst 1600 limit 10000000`, address)
      await atWork('a delayed packet was', 'tc -s qdisc', /overlimits ([1-9]\d*)/)
    },
    async 'without names'() {
      await asRoot("grep -v ' *provider$' /etc/hosts > /tmp/hosts; cat /tmp/hosts > /etc/hosts")
      await until('a name that is not resolved was', 'getent hosts provider || echo none', (said) =>
        said.includes('none'),
      )
    },
    async repaired() {
      const { main: address } = await pod()
      await asRoot(
        `iptables -F; ${device}; tc qdisc del dev $dev root; grep -q provider /etc/hosts || echo "$1 provider" >> /etc/hosts`,
        address,
        main.host,
      )
    },
  }
}
