/** React Flow's own is called by an English sentence, its colour is too faint, and it lies over what is drawn. */
export const ownAttribution = { hideAttribution: true }

/** Says as it is written what draws the canvas, in the box of its tools: there it covers nothing. */
export const Attribution = () => (
  <a className="attribution" href="https://reactflow.dev" target="_blank" rel="noreferrer">
    React Flow
  </a>
)
