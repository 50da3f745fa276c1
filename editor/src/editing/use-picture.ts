import { useTranslation } from 'react-i18next'
import { pictureOf } from '../canvas/picture.ts'
import { message } from '../shell/notices.ts'
import { offerFile } from './save-as-file.ts'

/** Makes a picture of the whole journey and offers it as a file. */
export function usePicture() {
  const { t } = useTranslation()
  return async (kind: 'png' | 'svg', name: string): Promise<void> => {
    const done = message.loading(t('picture.making'))
    try {
      const picture = await pictureOf(kind)
      if (picture) offerFile(picture, name, kind)
      else message.warning(t('picture.nothing'), 6)
    } catch {
      message.error(t('picture.failed'), 8)
    } finally {
      done()
    }
  }
}
