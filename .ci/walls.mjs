// Who may import whom. Exits with 1, naming each import that a wall forbids. `node .ci/walls.mjs [folder]`
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'

// With TypeScript 7 dependency-cruiser reads through swc, and takes every file for TypeScript without JSX, and every import of
// a type for one that runs. Both are told apart here, before it asks.
const swc = createRequire(import.meta.url)('@swc/core')
const parse = swc.parseFileSync
let typesCount = true
swc.parseFileSync = (file, options) => {
  const tree = parse(file, { ...options, tsx: file.endsWith('x') })
  return typesCount ? tree : { ...tree, body: tree.body.filter((statement) => !statement.typeOnly) }
}
const { cruise } = await import('dependency-cruiser')

const nodes = '^nodes/src/'
const engine = '^engine/src/'
const api = '^api/src/'
const editor = '^editor/src/'
const bench = '^bench/src/'
const tests = '[.]test[.]tsx?$|/testing|/test-'
const system = '^(node:)?(http|https|net|tls|fs|child_process|worker_threads)(/|$)'
const servers = 'node_modules/(@temporalio|pg|undici|nodemailer|smtp-server|express)/'

/** Hold for every import, of a type too. */
const everything = [
  {
    name: 'nodes-know-only-themselves',
    comment: 'A node type is functions over its own contract: the same live, in rehearsal and in tests.',
    from: { path: nodes },
    to: { path: [engine, api, editor, servers] },
  },
  {
    name: 'engine-knows-nodes-only',
    from: { path: engine },
    to: { path: [api, editor] },
  },
  {
    name: 'api-knows-no-editor',
    comment: 'It serves the built editor as files.',
    from: { path: api },
    to: { path: editor },
  },
  {
    name: 'editor-learns-the-rest-over-http',
    comment: 'Node types, their schemas and texts come from the API at run time: a new one needs no editor rebuild.',
    from: { path: editor, pathNot: tests },
    to: { path: [nodes, engine, api], pathNot: '^engine/src/journey/' },
  },
  {
    name: 'nobody-knows-the-bench',
    comment: 'What measures and breaks the product is no part of it.',
    from: { path: [nodes, engine, api, editor] },
    to: { path: bench },
  },
  {
    name: 'everything-resolves',
    from: {},
    to: { couldNotResolve: true },
  },
]

/** Hold for what runs: a type costs nothing. */
const running = [
  {
    name: 'workflow-is-thin',
    comment: "Runs in Temporal's sandbox: each import costs memory in every cached workflow.",
    from: { path: '^engine/src/workflow/', pathNot: tests },
    to: { pathNot: '^engine/src/workflow/|node_modules/@temporalio/workflow/' },
  },
  {
    name: 'nodes-need-no-system',
    comment: 'A node type returns what it wants done; it does nothing itself.',
    from: { path: nodes, pathNot: tests },
    to: { path: system },
  },
  {
    name: 'pure-stays-pure',
    comment: 'Rules, journeys, compiling and steps are functions over values and ports.',
    from: { path: '^engine/src/(journey|rules|compile|step|templates)/', pathNot: tests },
    to: { path: `^engine/src/(worlds|changes|channels|storage|lifecycle|reads|upkeep)/|${servers}|${system}` },
  },
  {
    name: 'canvas-alone-knows-react-flow',
    from: { path: editor, pathNot: `^editor/src/canvas/|${tests}` },
    to: { path: 'node_modules/@xyflow/' },
  },
  {
    name: 'no-circles',
    from: {},
    to: { circular: true },
  },
]

const fewest = 50

async function check(rules, baseDir) {
  const { output, exitCode } = await cruise(
    ['nodes/src', 'engine/src', 'api/src', 'editor/src', 'bench/src'].filter((folder) =>
      existsSync(join(baseDir, folder)),
    ),
    {
      baseDir,
      parser: 'swc',
      validate: true,
      ruleSet: { forbidden: rules.map((rule) => ({ severity: 'error', ...rule })) },
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '\\.(css|svg|json)$|^virtual:' },
      tsPreCompilationDeps: true,
      outputType: 'err',
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  )
  return { output, exitCode }
}

const baseDir = process.argv[2] ?? process.cwd()
for (const [rules, withTypes] of [
  [everything, true],
  [running, false],
]) {
  typesCount = withTypes
  const { output, exitCode } = await check(rules, baseDir)
  console.log(output.trim())
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0)
  if (modules < fewest) console.log(`Only ${modules} modules were read: the walls were not checked.`)
  if (exitCode || modules < fewest) process.exitCode = 1
}
