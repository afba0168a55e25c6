/** The file of an issue: pasted into it, or attached, which is a link. */
export type Attached = { readonly text: string } | { readonly url: string }

/** Where GitHub keeps what is attached to issues, and nothing else. */
const attachment =
  /https:\/\/github\.com\/(?:user-attachments\/files\/\d+|[\w.-]+\/[\w.-]+\/files\/\d+)\/[\w.%-]+\.json(?=[)\s]|$)/

/** The JSON that an issue's body holds: the first block or section of it that is an object or a list, or else the first attached file. */
export function attachedIn(body: string): Attached | undefined {
  const text = [...blocksIn(body), ...sectionsIn(body)].find(isJson)
  if (text !== undefined) return { text }
  const [url] = attachment.exec(body) ?? []
  return url === undefined ? undefined : { url }
}

/** What stands below the form's question for the version, or another that was asked for below a heading of this name. */
export function versionIn(body: string): string | undefined {
  return /^### Version of the gateway\s+(\S+)\s*$/m.exec(body)?.[1]
}

function blocksIn(body: string): string[] {
  return body.split(/^`{3,}.*$/m).filter((_, index) => index % 2 === 1)
}

/** A form's answers, each below its heading. */
function sectionsIn(body: string): string[] {
  return body.split(/^### .*$/m)
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
