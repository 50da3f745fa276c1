import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.WEND_URL ?? 'http://localhost:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/v1': api, '/sign-in': api, '/openapi.json': api } },
})
