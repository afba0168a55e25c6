import sqlite from 'node:sqlite'

/** Hooks SQLite so that the database of a statement can be told; it is called once, before others hook its functions. */
export function noteOwners(): (statement: object) => sqlite.DatabaseSync | undefined {
  const owners = new WeakMap<object, sqlite.DatabaseSync>()
  const { prepare } = sqlite.DatabaseSync.prototype
  sqlite.DatabaseSync.prototype.prepare = function (...args) {
    const statement = prepare.apply(this, args)
    owners.set(statement, this)
    return statement
  }
  return (statement) => owners.get(statement)
}
