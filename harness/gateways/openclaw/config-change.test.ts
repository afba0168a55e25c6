import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { ConfigFile } from './config-change.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
const path = join(folder, 'openclaw.json')
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => writeFileSync(path, JSON.stringify({ gateway: { port: 7, auth: { token: 't' } } })))

const written = () => JSON.parse(readFileSync(path, 'utf8'))

test('a change is written beside what stands there, and a second one differs from the first', async () => {
  const file = new ConfigFile(path)
  await file.change('restart')
  const first = written()
  expect(first.gateway).toMatchObject({ port: 7, auth: { token: 't' }, controlUi: {} })
  await file.change('restart')
  expect(written()).not.toEqual(first)
  expect(readdirSync(folder)).toEqual(['openclaw.json'])
})

test('what comes after an invalid change is valid again', async () => {
  const file = new ConfigFile(path)
  await file.change('invalid')
  expect(typeof written().gateway.port).toBe('string')
  await file.change('hot')
  expect(written()).toMatchObject({ gateway: { port: 7 }, agents: {} })
})

test('what is the business of the gateway is seen by what it makes of it', async () => {
  const seen = await new ConfigFile(path).change('plugin')
  expect(written().plugins).toEqual({ entries: { tavily: { enabled: true } } })
  expect(seen('[reload] config change detected; evaluating reload (plugins)')).toBe(false)
  expect(seen('[reload] config change requires gateway restart (plugins) — deferring until 1 reply(ies)')).toBe(true)
  const cooldowns = await new ConfigFile(path).change('cooldowns')
  expect(cooldowns('[reload] config change requires gateway restart (auth.cooldowns) — deferring until')).toBe(true)
})

test('a change is seen by the words of the log, and not by those of another', async () => {
  const seen = await new ConfigFile(path).change('hot')
  expect(seen('[reload] config hot reload applied (agents.defaults.heartbeat.every)')).toBe(true)
  expect(seen('[reload] config change detected; evaluating reload (gateway.controlUi.basePath)')).toBe(false)
})

test('a value that is set is seen by its path', async () => {
  const seen = await new ConfigFile(path).set({ gateway: { auth: { token: 'other' } } }, 'gateway.auth')
  expect(written().gateway).toEqual({ port: 7, auth: { token: 'other' } })
  expect(seen('[reload] config change detected; evaluating reload (gateway.auth.token)')).toBe(true)
  expect(seen('[reload] config change detected; evaluating reload (models.x, gateway.auth.token)')).toBe(true)
  expect(seen('[reload] config hot reload applied (gateway.auth.token)')).toBe(false)
  expect(seen('[reload] config change detected; evaluating reload (gateway.controlUi.basePath)')).toBe(false)
})
