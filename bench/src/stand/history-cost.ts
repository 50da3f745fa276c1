import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

/** What one execution cost Temporal. */
export interface HistoryCost {
  events: number
  bytes: number
  /** By Temporal Cloud's public terms; heartbeats are in no history and are not counted. */
  actions: number
}

const { EventType } = proto.temporal.api.enums.v1
const billed = new Set<number | null | undefined>([
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
])
const marker = EventType.EVENT_TYPE_MARKER_RECORDED

/** Reads it back from the server once the execution has closed. */
export async function historyCost(client: Client, workflow: string): Promise<HistoryCost> {
  const handle = client.workflow.getHandle(workflow)
  await handle.result()
  const [{ events = [] }, described] = await Promise.all([handle.fetchHistory(), handle.describe()])
  const all = events ?? []
  // The markers of local activities name the workflow task that they belong to.
  const tasksWithSteps = new Set(
    all.flatMap(({ eventType, markerRecordedEventAttributes: marked }) =>
      eventType === marker ? [String(marked?.workflowTaskCompletedEventId)] : [],
    ),
  )
  return {
    events: all.length,
    bytes: Number(described.raw.workflowExecutionInfo?.historySizeBytes),
    actions: all.filter(({ eventType }) => billed.has(eventType)).length + tasksWithSteps.size,
  }
}
