import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.WEND_URL ?? 'http://localhost:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
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
