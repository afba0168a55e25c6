import type { Lane } from '../timeline.ts'

/** Pixels: of a track of a lane, and above and between lanes. */
export const rowHeight = 30

const axisHeight = 24
const gap = 8

/** Where each lane begins, in pixels from the top of the picture. */
export function laneTops(lanes: readonly Lane[]): ReadonlyMap<string, number> {
  const tops = new Map<string, number>()
  let top = axisHeight
  for (const { name, tracks } of lanes) {
    tops.set(name, top)
    top += tracks * rowHeight + gap
  }
  return tops
}

/** The height of the picture. */
export function heightOf(lanes: readonly Lane[]): number {
  return axisHeight + lanes.reduce((sum, { tracks }) => sum + tracks * rowHeight + gap, 0)
}

/** A length as CSS wants it. */
export function px(length = 0): string {
  return `${length}px`
}
