import { dirname, join } from 'node:path'
import type { Place } from '../../driver.ts'
import { moduleUrl } from '../../package.ts'

/**
 * What every agent is told; nothing of our own environment. One that Node runs has hooks of ours loaded, by the names of their modules, as
 * the guard that keeps it from other hosts where there is no box, too.
 */
export function environmentOf(
  { folder, environment, machine }: Place,
  home: string,
  node: string,
  hooks: readonly string[],
): Record<string, string> {
  return {
    PATH: `${dirname(node)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    npm_config_offline: 'true',
    ...environment,
    ...(hooks.length > 0 && {
      NODE_OPTIONS: hooks.map((hook) => `--import=${moduleUrl(`../${hook}.ts`, import.meta.url).href}`).join(' '),
      GATECRASH_BLOCKED: join(folder, 'blocked.jsonl'),
      GATECRASH_ALLOWED: machine.provider.name,
    }),
  }
}
