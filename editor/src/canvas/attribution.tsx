import { Panel } from '@xyflow/react'

/** React Flow's own is called by an English sentence, and its colour is too faint. */
export const ownAttribution = { hideAttribution: true }

/** Says as it is written what draws the canvas. */
export const Attribution = () => (
  <Panel position="bottom-right" className="attribution">
    <a href="https://reactflow.dev" target="_blank" rel="noreferrer">
      React Flow
    </a>
  </Panel>
)
