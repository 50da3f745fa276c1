import type { App, ModalFuncProps } from 'antd'
import { firstViewSeen } from './first-view.ts'

type Instances = ReturnType<typeof App.useApp>

let arrive: (instances: Instances) => void = () => undefined
const arrived = new Promise<Instances>((resolve) => {
  arrive = resolve
})

/** `notice-room.tsx` gives them as it comes, behind the first view. */
export const giveNotices = (instances: Instances): void => arrive(instances)

function whenThere(act: (instances: Instances) => void): void {
  // Somebody is to be told: that waits for nothing.
  firstViewSeen()
  void arrived.then(act)
}

const say = (kind: 'info' | 'success' | 'warning' | 'error') => (words: string, seconds?: number) =>
  whenThere(({ message }) => void message[kind](words, seconds))

/** Tells an operator something in passing, for so many seconds. */
export const message = {
  info: say('info'),
  success: say('success'),
  warning: say('warning'),
  error: say('error'),
  /** Stays until what it answers is called. */
  loading(words: string): () => void {
    let close: () => void = () => undefined
    let isOver = false
    whenThere(({ message }) => {
      if (!isOver) close = message.loading(words, 0)
    })
    return () => {
      isOver = true
      close()
    }
  },
}

/** Asks before something that cannot be undone. */
export const confirm = (question: ModalFuncProps): void => whenThere(({ modal }) => void modal.confirm(question))
