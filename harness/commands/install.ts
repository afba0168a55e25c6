import { type Driver, type Installed, isPath } from '../driver.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { defaultGateway, gatewayNamed } from '../gateways/index.ts'
import { clearOver, warnOver } from '../terminal.ts'

/** The driver of what is written as `<name>@<version>`, or as the path of a build of the default one; `own` are plugged in. @throws HarnessError UNKNOWN_GATEWAY */
export function driverOf(gateway: string, own: readonly Driver[] = []): Driver {
  return isPath(gateway) ? defaultGateway : gatewayNamed(gatewayNameOf(gateway).name, own)
}

/** Makes a gateway ready to run, with a line about how it goes. */
export async function install(driver: Driver, gateway: string): Promise<Installed> {
  const version = isPath(gateway) ? gateway : gatewayNameOf(gateway).version
  const installed = await driver.install(version || driver.defaultVersion, warnOver)
  clearOver()
  return installed
}
