/** What a scenario file imports. */
export { client, gateway, model, network, oauth, provider, scenario, tool, user } from './scenario/builders.ts'
export type { Scenario } from './scenario/schema.ts'
