/** Which gateway, and which version of it. */
export type GatewayName = { readonly name: string; readonly version: string }

/** The parts of `openclaw@2026.9.6`; the version is empty where none is named. */
export function gatewayNameOf(text: string): GatewayName {
  const [name = '', ...version] = text.split('@')
  return { name, version: version.join('@') }
}
