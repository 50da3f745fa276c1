/**
 * An icon drawn with a round pen 2 wide in a 24 × 24 box, from the `d` of each path. It carries its own pen, as it is
 * used as a mask: what is painted shows, whatever the colour.
 */
export const strokes = (...paths: string[]): string =>
  paths
    .map(
      (d) =>
        `<path d="${d}" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
    )
    .join('')
