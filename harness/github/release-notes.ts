/** `node release-notes.ts <tag>`: prints what the changelog says of the version that is tagged. */
import { readFileSync } from 'node:fs'
import { ownVersion } from '../package.ts'
import { releaseNotes } from './notes-of.ts'

const [tag = ''] = process.argv.slice(2)
process.stdout.write(releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), tag, ownVersion))
