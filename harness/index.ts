/** What a scenario file imports. */
export {
  auth,
  client,
  clock,
  config,
  container,
  gateway,
  message,
  model,
  network,
  oauth,
  page,
  permission,
  provider,
  scenario,
  store,
  tool,
  user,
} from './scenario/builders.ts'
export type { Scenario } from './scenario/schema.ts'
