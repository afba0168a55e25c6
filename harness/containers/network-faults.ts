import { PodShell } from './pod-shell.ts'
import type { Target } from './target.ts'

/** Of all packets, so many are dropped, in either direction. */
const lossProbability = '0.3'
/** A line of so many bits a second: what a modem had. A request of 50 kB waits 6 s in its queue. */
const slowRate = '64kbit'
/** How many packets have found no route: the 12th number of the line `Ip` (RFC 1213, ipOutNoRoutes). */
const outNoRoutes = "grep '^Ip: [0-9]' /proc/net/snmp | cut -d' ' -f13"
/** The device with the address `$0`. */
const device = 'dev=$(ip -4 -o address | grep " $0/" | cut -d" " -f2)'
/** Sends a few datagrams that nobody takes, for a fault to work on: large ones, which fill the queue of a slow line. */
const probe = `
  const socket = require('node:dgram').createSocket('udp4')
  let left = 10
  const sent = () => --left === 0 && socket.close()
  for (let n = left; n > 0; n--) socket.send(Buffer.alloc(1_000), 9, process.argv[1], sent)
`

type NetworkChange = 'disconnected' | 'cut off' | 'connected' | 'losing packets' | 'slow' | 'without names' | 'repaired'

/**
 * The faults of the network between the gateway, its provider and its clients, made in the kernel, inside the pod's own network. Each
 * resolves when it was seen at work.
 */
export function networkFaults({ docker, networks, pod }: Target): Record<NetworkChange, () => Promise<void>> {
  const { main } = networks
  const network = docker.getNetwork(main.name)
  const shell = new PodShell(pod)
  let unrouted = 0

  const hasAddress = async (wanted: boolean) => {
    const { main: address } = await pod()
    const isSo = (output: string) => wanted === output.includes(` ${address}/`)
    await shell.until(`its address ${address}${wanted ? '' : ' gone'}`, 'ip -4 -o address', isSo)
  }
  const atWork = (what: string, script: string, counter: RegExp) =>
    shell.until(what, `node -e "${probe}" ${main.host}; ${script}`, (output) => counter.test(output))

  return {
    async disconnected() {
      unrouted = Number(await shell.run(outNoRoutes))
      await network.disconnect({ Container: (await pod()).container.id, Force: true })
      await hasAddress(false)
    },
    'cut off': () => shell.until('a packet without a route', outNoRoutes, (count) => Number(count) > unrouted),
    async connected() {
      // with the address it had: connections that nobody has given up go on
      await network.connect({ Container: (await pod()).container.id })
      await hasAddress(true)
    },
    async 'losing packets'() {
      const loss = `-m statistic --mode random --probability ${lossProbability} -j DROP`
      await shell.run(`iptables -A OUTPUT -s $0 ${loss} && iptables -A INPUT -d $0 ${loss}`, (await pod()).main)
      await atWork('a dropped packet', 'iptables -nvxL', /^ *[1-9]\d* +\d+ DROP/m)
    },
    async slow() {
      const queue = `tc qdisc add dev $dev root tbf rate ${slowRate} burst 1600 limit 10000000`
      await shell.run(`${device}; ${queue}`, (await pod()).main)
      await atWork('a packet that waited', 'tc -s qdisc', /overlimits [1-9]/)
    },
    async 'without names'() {
      await shell.run("grep -v 'provider$' /etc/hosts > /tmp/hosts; cat /tmp/hosts > /etc/hosts")
      const lookUp = 'getent hosts provider || echo none'
      await shell.until('a name that is not resolved', lookUp, (said) => said.includes('none'))
    },
    async repaired() {
      const { main: address } = await pod()
      await shell.run(`iptables -F; ${device}; tc qdisc del dev $dev root || true`, address)
      await shell.run('grep -q provider /etc/hosts || echo "$0 provider" >> /etc/hosts', main.host)
    },
  }
}
