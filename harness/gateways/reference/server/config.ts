import { readFileSync } from 'node:fs'

/** How to reach the model. */
export type ProviderConfig = {
  readonly url: string
  /** the file that holds the key; it is read for each request, so a new key there is used at once */
  readonly keyFile: string
  readonly model: string
  /** where the gateway is signed in by OAuth instead of having a key: the file of its tokens, and where they are renewed */
  readonly signIn?: { readonly file: string; readonly tokenUrl: string }
  /** a reply of which nothing comes for so long is given up */
  readonly silenceMs: number
}

/** The gateway's configuration file. */
export type Config = {
  /** the folder of everything that must outlive the process */
  readonly state: string
  /** 0 for any free one */
  readonly port: number
  /** the secret of each device that may connect at first; a rotated one is kept in the state folder */
  readonly tokens: Readonly<Record<string, string>>
  readonly provider: ProviderConfig
  /** a person has to allow each call before it runs */
  readonly asksFirst?: boolean
}

/** Reads a configuration file. */
export function readConfig(file = ''): Config {
  return JSON.parse(readFileSync(file, 'utf8'))
}
