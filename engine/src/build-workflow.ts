// Bundles the workflow ahead of time, so that a worker on a read-only file system starts at once: `npm run build`.
import { bundleWorkflow } from './bundle-workflow.ts'

await bundleWorkflow()
