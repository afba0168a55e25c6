/** What a driver of one's own is written with: `gatecrash/driver`. The contract is the type `Driver`. */
export type {
  Client,
  Driver,
  Gateway,
  HttpGate,
  Installed,
  Introduction,
  Place,
  Store,
  StoredTranscript,
} from '../driver.ts'
export { HarnessError } from '../errors.ts'
export type { GatewaySettings } from '../gateway-settings.ts'
export { type LimitName, limits } from '../limits.ts'
export { eachLine, linesOf } from '../lines.ts'
export type { Machine, Pipe, Program, Running } from '../machine.ts'
export type { Need, WhileBusy } from '../need.ts'
export { quote } from '../quote.ts'
export type { EntryBody, SessionState, StoreProblem } from '../record/entry.ts'
export { type Lexicon, type Liberty, libertyNames, type Profile, plainProfile } from '../record/profile.ts'
export { joinCall } from '../tools/call.ts'
export type { Block, Turn } from '../transcript/transcript.ts'
export { holdCaller } from './hold-caller.ts'
export { JsonRpcClient, type RpcAnswer, type RpcListener } from './json-rpc-client.ts'
export { type LineMessage, lineClient } from './line-client.ts'
export { nodeFor } from './node.ts'
export { type InstalledPackage, installPackage, type NpmPackage, releasesOf } from './npm-package.ts'
