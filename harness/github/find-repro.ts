/** `node find-repro.ts <file> < body`: writes the JSON that is pasted into an issue's body into a file, or else prints the address of the attached one. */
import { writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { attachedIn } from './attached.ts'

const [file = ''] = process.argv.slice(2)
const found = attachedIn(await text(process.stdin))
if (found === undefined) {
  console.error('the issue has neither JSON pasted into it nor a .json file attached')
  process.exitCode = 254
} else if ('text' in found) await writeFile(file, found.text)
else console.log(found.url)
