import type { Connection, Edge, FinalConnectionState } from '@xyflow/react'
import { useConnection, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { link } from '../commands/link.ts'
import { whyNotLink } from '../node-types/links.ts'
import { message } from '../shell/notices.ts'
import { useStores } from '../store/editor-stores.tsx'
import type { OutletRef } from '../store/journey.ts'

/** Tells where a line is being drawn from: cards show whether it may end at them. */
export function Reaching() {
  const { session } = useStores()
  const [from, outlet] = useConnection(({ inProgress, fromHandle }) =>
    inProgress && fromHandle?.type === 'source' && fromHandle.id ? `${fromHandle.nodeId}\n${fromHandle.id}` : '',
  ).split('\n')
  useEffect(() => {
    session.setState({ reaching: from && outlet ? { from, outlet } : undefined })
  }, [session, from, outlet])
  return null
}

/** Drawing lines: which are legal, what an illegal drop says, and what a drop on empty canvas asks. */
export function useLinks() {
  const { t } = useTranslation()
  const { document, session, types } = useStores()
  const { screenToFlowPosition } = useReactFlow()

  // Made once: a new function would make React Flow look at every card and line again, at each move of one.
  return useMemo(() => {
    const why = (at: OutletRef, to: string) => whyNotLink(document.getState().journey, types, at, to)
    const outletOf = (connection: Connection | Edge): OutletRef => ({
      from: connection.source,
      outlet: connection.sourceHandle ?? '',
    })

    return {
      isValidConnection: (connection: Connection | Edge) => why(outletOf(connection), connection.target) === undefined,
      onConnect: (connection: Connection) =>
        document.getState().dispatch(link(outletOf(connection), connection.target)),
      onReconnect: (before: Edge, connection: Connection) =>
        document.getState().dispatch(link(outletOf(connection), connection.target, outletOf(before))),
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const { fromHandle, toNode, isValid } = state
        if (isValid || !fromHandle?.id || fromHandle.type !== 'source') return
        const at = { from: fromHandle.nodeId, outlet: fromHandle.id }
        const reason = toNode ? why(at, toNode.id) : undefined
        if (reason) return message.warning(t(`canvas.refusals.${reason}`), 6)
        if (toNode) return
        const point = 'clientX' in event ? event : event.changedTouches[0]
        if (!point) return
        const { clientX: x, clientY: y } = point
        session.getState().pick({ at, position: screenToFlowPosition({ x, y }), x, y })
      },
    }
  }, [document, session, types, t, screenToFlowPosition])
}
