export const starts = {
  starts: {
    title: 'Or begin with a template',
    all: 'See all templates',
    taken: '“{{name}}” is drawn here now. Undo takes it away again.',
  },
}
