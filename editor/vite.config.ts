import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type Rolldown } from 'vite'

const api = process.env.WEND_URL ?? 'http://localhost:8080'

/** What `public/first.js` fetches before the code that will ask for it is read: the words, and the page that is opened. */
const readAhead = { en: 'i18n/en.ts', 'zh-CN': 'i18n/zh-CN.ts', edit: 'pages/edit.tsx', live: 'pages/live.tsx' }

/** Tells the page the names that those files have after a build. */
const ahead = (): Plugin => ({
  name: 'ahead',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const isChunk = (file: string) => {
        const made = bundle[file]
        return made?.type === 'chunk' ? made : undefined
      }
      const needs = (file: string, met = new Set<string>()): Set<string> => {
        const chunk = isChunk(file)
        if (!chunk || met.has(file)) return met
        met.add(file)
        for (const other of chunk.imports) needs(other, met)
        return met
      }
      const filesOf = (module: string): string[] => {
        const chunk = Object.values(bundle).find(
          (made): made is Rolldown.OutputChunk =>
            made.type === 'chunk' && made.facadeModuleId?.endsWith(module) === true,
        )
        return chunk ? [...needs(chunk.fileName)].filter((file) => !html.includes(file)) : []
      }
      const files = Object.entries(readAhead).map(([name, module]) => [name, filesOf(module)])
      const content = JSON.stringify(Object.fromEntries(files))
      return [{ tag: 'meta', attrs: { name: 'ahead', content }, injectTo: 'head-prepend' }]
    },
  },
})

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), ahead()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // All of it is little, and a page whose styles are files of their own waits for each of them.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // Else each icon and each small module that two pages share is a file of its own, and a page waits for eighty.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'base',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next|zustand|use-sync-external-store|openapi-fetch|zod)[\\/]/,
            },
            { name: 'icons', test: /lucide-react/ },
            {
              name: 'shared',
              test: /editor[\\/]src[\\/](store|commands|node-types|api|theme|shell)[\\/]/,
              minShareCount: 3,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': api, '/sign-in': api, '/openapi.json': api } },
})
