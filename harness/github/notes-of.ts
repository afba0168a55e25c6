/**
 * The section of a changelog under the heading of a version.
 * @throws Error when the tag is not that of the version, or the changelog says nothing about it
 */
export function releaseNotes(changelog: string, tag: string, version: string): string {
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, and package.json has version ${version}`)
  const sections = changelog.split(/^## /m).slice(1)
  const notes = sections
    .find((section) => section.startsWith(`${version}\n`))
    ?.slice(version.length)
    .trim()
  if (!notes) throw new Error(`CHANGELOG.md says nothing under "## ${version}"`)
  return `${notes}\n`
}
