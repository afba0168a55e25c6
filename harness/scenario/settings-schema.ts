import { z } from 'zod'
import type { GatewaySettings } from '../gateway-settings.ts'

/** How the gateway is to be set up for a scenario. */
export const settingsSchema: z.ZodType<GatewaySettings> = z.strictObject({
  whileBusy: z
    .enum(['steer', 'followup', 'collect', 'interrupt'])
    .optional()
    .describe(
      'what becomes of a message during a run: it goes into it, or comes after it, alone or with others, or ends it',
    ),
  route: z.literal('vendor').optional().describe("it asks the vendor's own hosts, which are answered in its process"),
  signIn: z.enum(['oauth', 'expired-oauth']).optional().describe('it is signed in by OAuth instead of having a key'),
  agentPerSession: z.literal(true).optional().describe('each session is of an agent of its own'),
  // shorter than the limit of a step, so that `tool.timesOut` can see it
  mcpTimeoutSeconds: z.int().min(1).max(45).optional().describe('how long it waits for a tool of an MCP server'),
  asksFirst: z.literal(true).optional().describe('it asks a person for permission before it runs a tool'),
  diskMb: z
    .int()
    .min(8)
    .max(1_024)
    .optional()
    .describe('its state is on a disk with this much room; only in a container'),
})
