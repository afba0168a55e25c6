/** What a scenario file imports. */
export { client, gateway, model, oauth, provider, scenario, tool, user } from './scenario/builders.ts'
export type { Scenario } from './scenario/schema.ts'
