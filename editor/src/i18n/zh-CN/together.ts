import type { Catalog } from '../catalog.ts'

export const together: Pick<Catalog, 'together'> = {
  together: {
    signedOutTitle: '登录已失效',
    signedOutText: '画好的、填好的内容都还在。请在另一个标签页重新登录，然后继续。',
  },
}
