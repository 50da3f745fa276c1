import type { Catalog } from '../catalog.ts'

export const starts: Pick<Catalog, 'starts'> = {
  starts: {
    title: '或从模板开始',
    all: '查看全部模板',
    taken: '已将“{{name}}”画到当前旅程，可撤销。',
  },
}
