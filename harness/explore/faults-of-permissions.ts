import { client, gateway, permission, tool, user } from '../index.ts'
import type { Step } from '../steps/index.ts'
import type { Fault } from './fault.ts'

const noCalls = 'the model is not being asked for calls there'

/** What is put where a person is asked whether the last call of a batch may run, when the others have been allowed and have ended. */
export const faultsOfPermissions: readonly Fault[] = [
  whileAsked('a call declined', (asked) => [user.declines(asked)]),
  whileAsked('/stop, asked for permission', () => [user.stops()]),
  whileAsked('client cut, asked for permission', () => [client.disconnects()]),
  whileAsked('SIGKILL, asked for permission', () => [gateway.receives('SIGKILL'), gateway.starts()]),
]

function whileAsked(name: string, steps: (asked: string) => readonly Step[]): Fault {
  return {
    name,
    put({ before, after: [reply], asked }) {
      if (!asked || reply?.do !== 'model.calls') return { not: noCalls }
      const tools = reply.calls.map((call) => call.tool)
      const last = tools.pop() ?? ''
      return {
        gateway: { asksFirst: true },
        steps: [
          ...before.filter((step) => step.do !== 'model.thinks'),
          reply,
          ...tools.flatMap((name) => [user.allows(name), tool.finishes(name)]),
          permission.isAsked(last),
          ...steps(last),
        ],
      }
    },
  }
}
