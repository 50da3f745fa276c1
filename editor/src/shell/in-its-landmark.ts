/** Where a menu is put: into the part of the page that its button is in, so that whoever walks the parts comes by it. */
export const inItsLandmark = (button: HTMLElement): HTMLElement =>
  button.closest<HTMLElement>('header, main, aside, nav') ?? document.body
