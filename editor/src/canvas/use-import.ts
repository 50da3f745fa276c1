import { useTranslation } from 'react-i18next'
import { importJourney } from '../commands/import-journey.ts'
import { pasteNodes } from '../commands/paste-nodes.ts'
import { message } from '../shell/notices.ts'
import { useFileDrop } from '../shell/use-file-drop.ts'
import { useStores } from '../store/editor-stores.tsx'
import { fragmentOf, renewed } from '../store/fragment.ts'
import type { Journey } from '../store/journey.ts'
import { isWrong, readJourneyFile } from '../store/journey-file.ts'
import { refsOf } from '../store/notes.ts'

/**
 * A journey file that is dropped. Where nothing is drawn yet it becomes the journey; else its steps are added, as one undo
 * step, and the settings stay as they are.
 */
export function useImport(): void {
  const { t, i18n } = useTranslation()
  const { document, session, live } = useStores()

  const take = (file: Journey) => {
    const { journey, dispatch } = document.getState()
    if (journey.nodes.length === 0 && !journey.notes?.length) {
      dispatch(importJourney(file))
      session.getState().select([])
      session.getState().show(refsOf(file))
      return message.success(t('importing.done', { name: file.name }), 6)
    }
    const fragment = fragmentOf(file)
    if (!fragment) return message.warning(t('importing.nothing', { name: file.name }), 8)
    const added = renewed(fragment, journey)
    dispatch(pasteNodes(added, 'import'))
    session.getState().select(refsOf(added))
    session.getState().show(refsOf(added))
    message.success(t('importing.added', { name: file.name }), 6)
  }
  const read = async (file: File) => {
    const answer = await readJourneyFile(file, i18n.language)
    if (!isWrong(answer)) return take(answer)
    const why = t(`importing.wrong.${answer.wrong}`, { at: answer.at })
    message.error(t('journeys.notImported', { file: file.name, why }), 12)
  }
  useFileDrop((files) => {
    const [file] = files
    if (live || !file) return
    if (files.length > 1) message.warning(t('importing.oneAtATime'), 8)
    else void read(file)
  })
}
