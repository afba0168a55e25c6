import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [state, provider] = process.argv.slice(2)
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)
const schema = { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] }
const tools = [{ name: 'sh', description: 'Runs a command.', input_schema: schema }]
const turns = new Map()
mkdirSync(state, { recursive: true })

const read = (session) => {
  try {
    return JSON.parse(readFileSync(`${state}/${session}.json`, 'utf8'))
  } catch {
    return []
  }
}
const write = (session, messages) => {
  writeFileSync(`${state}/${session}.new`, JSON.stringify(messages))
  renameSync(`${state}/${session}.new`, `${state}/${session}.json`)
}

async function ask(messages, signal) {
  const headers = { 'content-type': 'application/json', 'x-api-key': 'none', 'anthropic-version': '2023-06-01' }
  const body = JSON.stringify({ model: 'toy-model', max_tokens: 1024, tools, messages })
  const response = await fetch(`${provider}/v1/messages`, { method: 'POST', headers, body, signal })
  const { content, error } = await response.json()
  if (!response.ok) throw new Error(error.message)
  return content
}

function runTool(session, { id, input }, signal) {
  tell({ session, call: id, phase: 'started' })
  const child = spawn('/bin/sh', ['-c', `exec ${input.command}`], { signal, killSignal: 'SIGKILL' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  child.on('error', () => {})
  return new Promise((resolve) => {
    child.on('close', (code) => {
      tell({ session, call: id, phase: 'ended' })
      const content = signal.aborted ? '(stopped)' : output
      resolve({ type: 'tool_result', tool_use_id: id, content, is_error: code !== 0 })
    })
  })
}

async function turn(session, text, run, { signal }) {
  const messages = [...read(session), { role: 'user', content: text }]
  for (;;) {
    const content = await ask(messages, signal)
    messages.push({ role: 'assistant', content })
    const calls = content.filter(({ type }) => type === 'tool_use')
    if (calls.length > 0)
      messages.push({ role: 'user', content: await Promise.all(calls.map((call) => runTool(session, call, signal))) })
    write(session, messages)
    signal.throwIfAborted()
    if (calls.length === 0) return tell({ session, run, end: 'reply', text: content.map((part) => part.text).join('') })
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { session, say, run, stop } = JSON.parse(line)
  const { stopping, last } = turns.get(session) ?? { last: Promise.resolve() }
  if (stop) {
    stopping?.abort()
    return tell({ stopped: stopping === undefined ? 'nothing' : 'at once' })
  }
  const mine = new AbortController()
  const ended = last
    .then(() => turn(session, say, run, mine))
    .catch(({ message }) => tell({ session, run, end: mine.signal.aborted ? 'aborted' : 'error', text: message }))
    .then(() => turns.get(session).stopping === mine && turns.set(session, { last: Promise.resolve() }))
  turns.set(session, { stopping: mine, last: ended })
  tell({ session, accepted: run })
})
process.on('SIGTERM', () => process.exit(0))
tell({ ready: true })
