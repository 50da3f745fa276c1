/**
 * An icon drawn with a round pen 2 wide in a 24 × 24 box, from the `d` of each path. Whatever colours it names, all that is
 * painted is shown in that of the type's category.
 */
export const strokes = (...paths: string[]): string =>
  paths
    .map(
      (d) =>
        `<path d="${d}" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
    )
    .join('')
