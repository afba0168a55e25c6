import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../gateways/cache.ts'
import { isPackage } from '../package.ts'

const page = fileURLToPath(new URL('./page/', import.meta.url))

/** Where it lies in the package, which is built already. */
const prebuilt = new URL('./page.html', import.meta.url)

/** The page without data: built once for each state of its sources, and kept in the user's cache. */
export async function pageTemplate(): Promise<string> {
  if (isPackage) return readFile(prebuilt, 'utf8')
  const file = join(cacheFolder(), 'pages', `${await stateOf(page)}.html`)
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined) return kept
  const built = await buildPage()
  await mkdir(join(file, '..'), { recursive: true })
  // beside its place first, as two commands may be at it
  await writeFile(`${file}.${process.pid}`, built)
  await rename(`${file}.${process.pid}`, file)
  return built
}

/** The files of the page's own folder are all that is in it, and its libraries come with the vite that builds it. */
async function stateOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.json')).sort()
  const libraries = ['preact/package.json', 'vite/package.json'].map((name) => fileURLToPath(import.meta.resolve(name)))
  for (const file of [...names.map((name) => join(folder, name)), fileURLToPath(import.meta.url), ...libraries])
    hash
      .update(`${file}\0`)
      .update(await readFile(file))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** Builds the page: one HTML file with its script and style in it, and a place for the data. No script but its own can run in it. */
export async function buildPage(): Promise<string> {
  // only needed when the page is built, and slow to load
  const { build } = await import('vite')
  const built = await build({
    root: page,
    configFile: false,
    logLevel: 'error',
    // the same whatever NODE_ENV is; otherwise it would name the files of this machine
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: { write: false, modulePreload: false, rolldownOptions: { input: join(page, 'main.tsx') } },
  })
  const { output } = [built].flat()[0] as { output: readonly Output[] }
  const script = output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('')
  const style = output.flatMap((file) => (file.type === 'asset' ? [String(file.source)] : [])).join('')
  return assemble(await readFile(join(page, 'page.html'), 'utf8'), style, script)
}

type Output =
  | { readonly type: 'chunk'; readonly code: string }
  | { readonly type: 'asset'; readonly source: string | Uint8Array }

function assemble(html: string, style: string, script: string): string {
  const safe = script.replaceAll('</script', '<\\/script')
  const hash = createHash('sha256').update(safe).digest('base64')
  return html
    .replace('{script-hash}', () => `sha256-${hash}`)
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- script -->', () => `<script type="module">${safe}</script>`)
}
