import type { WhileBusy } from './need.ts'

/** How a scenario wants its gateway set up; what is left out is as the gateway has it by itself. */
export type GatewaySettings = {
  readonly whileBusy?: WhileBusy | undefined
  /** it asks the vendors' own hosts, whatever route the others take */
  readonly route?: 'vendor' | undefined
  /**
   * it is signed in at the vendor by OAuth, instead of having a key, and so asks the vendor's own hosts; the lifetime of its
   * access token may be over at the start
   */
  readonly signIn?: 'oauth' | 'expired-oauth' | undefined
  /** each session is of an agent of its own, instead of all being the main agent's */
  readonly agentPerSession?: true | undefined
  /** how long it waits for a tool of an MCP server; patient when it is left out */
  readonly mcpTimeoutSeconds?: number | undefined
  /** it asks a person for permission before it runs a tool */
  readonly asksFirst?: true | undefined
  /** its state is on a disk of so many megabytes, in a container */
  readonly diskMb?: number | undefined
}

/** A client that is a page of the gateway in a browser: with a profile of its own, or another tab of such a one. */
export type PageKind = 'control-ui' | { readonly tabOf: string }
