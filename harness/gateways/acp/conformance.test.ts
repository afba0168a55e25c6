import { fileURLToPath } from 'node:url'
import { quote } from '../../quote.ts'
import { conformance } from '../conformance.ts'
import { acp } from './command.ts'

const command = [process.execPath, fileURLToPath(new URL('./small-agent.ts', import.meta.url))].map(quote).join(' ')

// any agent, by its command: here one that needs nothing but Node
conformance(acp, { version: command })
