/** What a gateway does with a message while a run is under way: put it into the run, keep it for after the run, or end the run. */
export type WhileBusy = 'steer' | 'followup' | 'collect' | 'interrupt'

/** What few drivers can do so far, as the end of "the driver of X …": one that does not list it (`can`) lacks it. */
export const rareNeeds = {
  nonsense: 'sends nothing that no client should send',
  'message-keys': 'sends no message a second time with its key',
  'shared-device': 'connects no two clients as one device',
  permissions: 'answers no question whether a tool may run',
  'another-here': 'starts no second gateway on the same state and computer',
  'older-version': 'starts no older version on the state of a newer one',
} as const

/** One of them. */
export type RareNeed = keyof typeof rareNeeds

/** What a driver is asked whether it lacks it: all that is not rare. */
export type CommonNeed = Exclude<Need, RareNeed>

/** What a scenario may need and not every gateway, or not every version, has. */
export type Need =
  | RareNeed
  /** it has the vendors' own hosts built in, and its network can be made to fail */
  | 'vendor-hosts'
  /** it can be signed in at the API's vendor by OAuth */
  | 'sign-in'
  /** it has several agents, each with its own sessions */
  | 'agents'
  /** `/stop --after-tools`: the run ends when the tools that run have */
  | 'stop-after-tools'
  /** one run of a session can be stopped, and what else runs or waits there is left */
  | 'one-run-stop'
  /** it has the model summarize a history */
  | 'model-summaries'
  /** a session's history can be thrown away by the person */
  | 'reset'
  /** several clients at once */
  | 'clients'
  /** a client reaches it over a network that can be cut */
  | 'client-network'
  /** it serves a chat page, and there is a browser for it */
  | 'page'
  /** a client is known by its device */
  | 'devices'
  /** told to exit, it waits for a while for what runs */
  | 'drain'
  /** started again, it goes on by itself with what was cut off, without a message */
  | 'resumes'
  /** it takes connections before it is ready */
  | 'early-port'
  /** a stop asks tools to end, and does not kill them at once */
  | 'gentle-stop'
  /** the model can ask for a time-out of a tool */
  | 'tool-timeout'
  /** a stop reaches the tools that run, and ends them */
  | 'stop-ends-tools'
  /** gated tools are processes of their own, with children and signals */
  | 'tool-processes'
  /** it runs MCP servers */
  | 'mcp'
  /** how long it waits for their tools can be set */
  | 'mcp-timeout'
  /** it runs the calls of one reply side by side, and not one after another */
  | 'parallel-tools'
  /** it has the model stream its replies, so that one can break in the middle */
  | 'streaming'
  /** it gives up a reply of which nothing more comes within seconds, and asks for it again */
  | 'gives-up-silence'
  /** it shows a client what was said before */
  | 'history'
  /** what it has stored can be read */
  | 'store'
  /** a command can be given a time-out, which ends it */
  | 'tool-timeout'
  /** it has tools that call back into it */
  | 'own-tools'
  /** its event loop can be blocked from outside */
  | 'event-loop'
  /** it can be told when a connection that it wanted to make was refused */
  | 'refusals'
  /** a session's history can be summarized on demand */
  | 'compaction'
  /** it reads its configuration from a file and watches it */
  | 'config'
  /** it brings a plugin with it whose change wants a restart */
  | 'plugin-restart'
  /** its configuration says for how long a sign-in that has failed is left alone */
  | 'cooldowns'
  /** its disk can be full and its clock can jump */
  | 'conditions'
  /** what it has stored can be copied while it is down, and put back */
  | 'state-copy'
  /** its process can be stopped at one of its writes */
  | 'held-writes'
  /** it keeps its transcripts in a database that another process can lock */
  | 'database'
  /** what it has stored can be damaged */
  | 'damage'
  /** it goes on in a session whose stored history was damaged, and does not refuse it */
  | 'heals-damage'
  /** it keeps a session's transcript as a file of lines */
  | 'transcript-lines'
  /** and puts a lock file beside it */
  | 'transcript-files'
  /** its clients share a token that can be changed as it runs */
  | 'gateway-token'
  /** a device has a token of its own, which can be changed or taken away */
  | 'device-token'
  /** its key at the provider can be changed as it runs */
  | 'provider-key'
  /** a device is let in for what it asks for, and may ask for more */
  | 'scopes'
  /** it runs in a container */
  | 'container'
  /** its state can be on a disk of its own, with little room */
  | 'small-disk'
  /** a second one can be started on its state, and may refuse; it does not refuse */
  | 'another'
  | 'shared-state'
  /** what it does with a message while a run is under way can be set */
  | `while-busy-${WhileBusy}`
